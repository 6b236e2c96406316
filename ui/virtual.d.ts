declare module 'virtual:contract' {
  import type { AnyContractRouter } from '@orpc/contract';
  export const contract: AnyContractRouter;
}
declare module 'virtual:pwa-register' {
  export function registerSW(options?: { immediate?: boolean }): () => void;
}
declare module '*?worker&url' {
  const url: string;
  export default url;
}
declare module '*.css';
