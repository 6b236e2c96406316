export { addCarer, takeShare } from './care-day.ts';
export { findAgeClass, GroupRules, priceOfStay, shareOf, wholeCarer } from './rules.ts';
