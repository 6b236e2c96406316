import type { AnyContractProcedure } from '@orpc/contract';
import type { Plugin } from 'vite';
import { contract } from '../modules/contract.ts';

/** Gives screens `virtual:contract`: method and path of every endpoint, and nothing else of the contract. */
export function contractPlugin(modules?: string[]): Plugin {
  const id = 'virtual:contract';
  const slim = Object.fromEntries(
    Object.entries(contract as Record<string, Record<string, AnyContractProcedure>>)
      .filter(([module]) => !modules || modules.includes(module))
      .map(([module, endpoints]) => [
        module,
        Object.fromEntries(
          Object.entries(endpoints).map(([name, endpoint]) => {
            const { method, path } = endpoint['~orpc'].route;
            return [name, { '~orpc': { errorMap: {}, meta: {}, route: { method, path } } }];
          }),
        ),
      ]),
  );
  return {
    name: 'linli-contract',
    resolveId: (source) => (source === id ? `\0${id}` : null),
    load: (source) => (source === `\0${id}` ? `export const contract = ${JSON.stringify(slim)};` : null),
  };
}
