import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Caller, district, openTestHouse, type TestHouse } from '../../../tests/support/house.ts';

let house: TestHouse;
let official: Caller;
let id: string;
const photo = (width = 2400, height = 1200) => sharp({ create: { width, height, channels: 3, background: '#7aa' } });
const add = (bytes: Uint8Array, caption = '大厅') => official.upload(`/api/places/${id}/photos`, { caption }, [{ field: 'file', name: 'a.jpg', bytes }]);
const read = async () => (await house.anyone.get(`/api/places/${id}`)).body.photos;

beforeAll(async () => {
  house = await openTestHouse({ demo: true });
  official = await house.staff('districtOfficial', { areaCode: district });
  id = (await official.send('POST', '/api/places', { kind: 'complex', name: '有照片的家园', areaCode: '330105001051', lon: 120.15, lat: 30.31 })).body.id;
});
afterAll(() => house.close());

test('a photo is kept upright and small, and without where and when it was taken', async () => {
  const taken = await photo()
    .withExif({ IFD0: { Copyright: '某人' }, IFD3: { GPSLatitude: '30/1 19/1 0/1' } })
    .withMetadata({ orientation: 6 })
    .jpeg()
    .toBuffer();
  expect((await sharp(taken).metadata()).exif).toBeDefined();
  expect((await add(taken)).status).toBe(200);
  const [shown] = await read();
  expect(shown).toMatchObject({ caption: '大厅', width: 800, height: 1600 });
  for (const [size, height] of [
    ['small', 480],
    ['large', 1600],
  ] as const) {
    const answer = await house.app.inject(shown[size]);
    expect(answer.headers).toMatchObject({ 'content-type': 'image/webp', 'cache-control': 'private, max-age=3600' });
    const { exif, format, height: high } = await sharp(answer.rawPayload).metadata();
    expect([exif, format, high]).toEqual([undefined, 'webp', height]);
  }
});
test('what is no photo is refused, whatever it calls itself', async () => {
  for (const bytes of [
    Buffer.from('not a photo'),
    Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>'),
    (await photo().jpeg().toBuffer()).subarray(0, 300),
  ]) {
    expect((await add(bytes)).body.type).toBe('places/photo-unreadable');
  }
  expect((await house.anyone.get('/photos/330105/00000000-0000-7000-8000-000000000000/small.webp')).status).toBe(404);
});
test('of many sent at once some are told to wait, and none is lost half done', async () => {
  const bytes = await photo(3000, 2000).jpeg().toBuffer();
  const answers = await Promise.all(Array.from({ length: 8 }, (_, i) => add(bytes, `同时${i}`)));
  const [done, busy] = ['done', 'places/photos-busy'].map((what) => answers.filter((answer) => (answer.body.type ?? 'done') === what));
  expect([done!.length + busy!.length, busy!.length > 0, done!.length > 0]).toEqual([8, true, true]);
  for (const { body } of done!) await official.send('DELETE', `/api/places/${id}/photos/${body.id}`);
});
test('one can be put first, said anew and removed; there are never more than 12, also when sent at once', async () => {
  const bytes = await photo(60, 40).png().toBuffer();
  for (let i = 0; i < 9; i++) await add(bytes, `照片${i}`);
  const answers = await Promise.all([1, 2, 3].map((i) => add(bytes, `最后${i}`)));
  expect(answers.map((answer) => answer.body.type ?? 'added').sort()).toEqual(['added', 'added', 'places/too-many-photos']);
  const last = (await read()).at(-1);
  await official.send('PUT', `/api/places/${id}/photos/${last.id}`, { caption: '门口坡道', isFirst: true });
  expect((await read())[0]).toMatchObject({ id: last.id, caption: '门口坡道' });
  expect((await official.send('DELETE', `/api/places/${id}/photos/${last.id}`)).status).toBe(200);
  expect(await read()).toHaveLength(11);
  expect((await official.send('DELETE', `/api/places/${id}/photos/${last.id}`)).body.type).toBe('places/no-such-photo');
});
test('the bytes of somebody who is not signed in are not even read', async () => {
  const narrow = await openTestHouse({ uploadBytes: 100_000 });
  const form = `--x\r\ncontent-disposition: form-data; name="caption"\r\n\r\n${'a'.repeat(500_000)}\r\n--x--\r\n`;
  for (const kind of ['multipart/form-data', 'Multipart/Form-Data']) {
    const headers = { 'content-type': `${kind}; boundary=x` };
    const answer = await narrow.app.inject({ method: 'POST', url: `/api/places/${id}/photos`, headers, payload: form });
    expect([answer.statusCode, answer.json().type]).toEqual([401, 'access/not-signed-in']);
  }
  await narrow.close();
});
