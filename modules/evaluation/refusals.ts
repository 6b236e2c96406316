import { refusal } from '../../platform/endpoint.ts';

export const noSuchComplex = refusal(404, 'evaluation/no-such-complex', { zh: '没有这个综合体', en: 'There is no such complex' });
