import { orders } from './orders/contract.ts';
import { settlement } from './settlement/contract.ts';
import { sites } from './sites/contract.ts';
import { till } from './till/contract.ts';

export const meals = { ...sites, ...orders, ...till, ...settlement };
