export { recordEntryCommand } from './books/book.ts';
export { openFundCommand, recordIncomeCommand } from './funds.ts';
export { applyForProjectCommand, decideProjectCommand, payInstallmentCommand } from './projects.ts';
export { agreeOnSpaceCommand } from './space/space.ts';
