export { proposeProjectCommand } from './projects.ts';
export { openNeedCommand } from './register.ts';
