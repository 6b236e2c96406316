export { mealJobs, orderStanding } from './orders/standing.ts';
export { exampleSchemes } from './pricing/scheme.ts';
export { cardContext } from './till/people.ts';
export { sellAsQuoted } from './till/sell.ts';
export { tillKey } from './till/tills.ts';
