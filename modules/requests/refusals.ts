import { refusal } from '../../platform/endpoint.ts';

export const noSuchRequest = refusal(404, 'requests/no-such-request', {
  zh: '没有这个受理编号，或查询码不对',
  en: 'There is no request with this number and code',
});
export const noSuchMatter = refusal(422, 'requests/no-such-matter', { zh: '请从列出的事项中选择', en: 'Choose one of the listed matters' });
export const placeUnknown = refusal(422, 'requests/place-unknown', {
  zh: '看不出是哪个社区，请在地图上点一下，或选择社区',
  en: 'We cannot tell which community this is; point at the map or choose it',
});
export const notTheirMove = refusal(409, 'requests/not-now', { zh: '现在不能这样做', en: 'This cannot be done now' });
export const notPublic = refusal(409, 'requests/not-public', { zh: '这件诉求不公开，不能关注', en: 'This request is not public and cannot be followed' });
export const partOfPart = refusal(409, 'requests/part-of-part', {
  zh: '这已经是拆出来的一件，请在原来的那件上再拆',
  en: 'This is itself a part; split the request that it came from',
});
