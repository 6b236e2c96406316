import { refusal } from '../../platform/endpoint.ts';

export const noStreets = refusal(409, 'planning/no-streets', { zh: '还没有导入街道', en: 'No streets have been imported yet' });
export const noPopulation = refusal(409, 'planning/no-population', {
  zh: '还没有导入人口',
  en: 'No population has been imported yet',
});
