export { mealJobs, orderStanding } from './orders/standing.ts';
