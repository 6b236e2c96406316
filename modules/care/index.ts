export { addCarer, takeShare } from './care-day.ts';
export { countInCare } from './in-care.ts';
export { findAgeClass, GroupRules, priceOfStay, shareOf, wholeCarer } from './rules.ts';
