import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Journey, startJourney } from '../support/journey.ts';
import { signInStaff } from '../support/screens.ts';

let journey: Journey;
const staff: Record<string, Awaited<ReturnType<typeof signInStaff>>> = {};
beforeAll(async () => {
  journey = await startJourney();
  for (const login of ['subdistrict', 'community', 'operator']) staff[login] = await signInStaff(journey.browser, journey.address, login);
});
afterAll(() => journey?.end());

const button = (name: string) => new RegExp(`^${name.split('').join('\\s?')}$`);
/** The desk as one of the demonstration accounts sees it. */
async function deskOf(login: string, path: string, size = { width: 1440, height: 900 }): Promise<Page> {
  const context = await journey.browser.newContext({
    viewport: size,
    locale: 'zh-CN',
    storageState: staff[login] ?? journey.states.staff,
    reducedMotion: 'reduce',
    serviceWorkers: 'block',
  });
  const page = await context.newPage();
  await page.goto(`${journey.address}/desk${path}`);
  return page;
}
async function openCase(page: Page, number: string) {
  await page.getByRole('textbox', { name: '按编号查' }).or(page.getByLabel('按编号查')).first().fill(number);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: `查看 ${number}` }).click();
  await page.getByText('办理经过').waitFor();
}
async function make(page: Page, move: string, fill?: (dialog: ReturnType<Page['getByRole']>) => Promise<void>) {
  await page
    .getByRole('group', { name: '可以办的' })
    .getByRole('button', { name: button(move) })
    .click();
  const dialog = page.getByRole('dialog');
  await fill?.(dialog);
  await dialog.getByRole('button', { name: button('确定') }).click();
  await dialog.waitFor({ state: 'hidden' });
}
const lamp = () =>
  sharp({ create: { width: 1200, height: 900, channels: 3, background: '#223' } })
    .jpeg()
    .toBuffer();

/** Tells in three steps on the phone, by keyboard and label alone. @returns number and code */
async function tell(page: Page, words: string, kind: RegExp, isMap = false): Promise<{ number: string; code: string }> {
  await page.getByRole('button', { name: '下一步' }).click();
  if (isMap) {
    await page.getByRole('button', { name: '用我现在的位置' }).click();
    await page.getByText('已记下位置').waitFor();
  } else {
    await page.getByLabel(/^街道/).selectOption('330105001');
    await page.getByLabel(/^社区/).selectOption('330105001051');
  }
  await page.getByRole('button', { name: '下一步' }).click();
  await page.getByLabel('请说清楚是什么事').fill(words);
  await page.getByRole('button', { name: kind }).click();
  await page.getByRole('button', { name: '提交' }).click();
  await page.getByText('已收到').waitFor();
  const [number, code] = await page.locator('dd strong').allTextContents();
  return { number: number!, code: code! };
}

test('a dark street lamp, from the photo on the phone to the rating, not solved at first', async () => {
  const { page, context } = await journey.open('portal-tell', { isElder: true });
  await context.grantPermissions(['geolocation']);
  const area = await journey.house.db.selectFrom('areas.area').select(['centreLon', 'centreLat']).where('code', '=', '330105001051').executeTakeFirstOrThrow();
  await context.setGeolocation({ longitude: area.centreLon!, latitude: area.centreLat! });
  await page.locator('input[type=file]').setInputFiles({ name: 'lamp.jpg', mimeType: 'image/jpeg', buffer: await lamp() });
  const { number } = await tell(page, '三幢门口的路灯不亮了，老人晚上不敢出门', /看起来是“路灯不亮”/, true);
  await page.getByRole('link', { name: '看进展' }).click();
  await page.getByAltText('诉求的照片').waitFor();

  const desk = await deskOf('subdistrict', '/requests');
  await openCase(desk, number);
  await desk.getByText('第 1 条（演示）').waitFor();
  await desk.getByRole('button', { name: /^分给它 路灯管理所/ }).click();
  await desk.getByText('已分拨').first().waitFor();
  const unit = await deskOf('operator', '/requests');
  await openCase(unit, number);
  await make(unit, '签收');
  await make(unit, '联系诉求人', async (dialog) => {
    await dialog.getByLabel('方式').click();
    await unit.locator('.ant-select-dropdown:visible').getByText('电话').click();
  });
  await unit.locator('input[type=file]').setInputFiles({ name: 'done.jpg', mimeType: 'image/jpeg', buffer: await lamp() });
  await unit.getByAltText('办理的照片').waitFor();
  await make(unit, '答复', (dialog) => dialog.getByLabel(/说明/).fill('灯泡已换'));

  await page.reload();
  const rate = page.getByRole('form', { name: '解决了吗？' });
  await rate.getByRole('button', { name: '没有解决' }).click();
  await rate.getByRole('button', { name: '不满意', exact: true }).click();
  await rate.getByLabel('想说的话').fill('还是不亮');
  await rate.getByRole('button', { name: '提交评价' }).click();
  await page.getByText('重新办理').first().waitFor();
  await unit.reload();
  await openCase(unit, number);
  await unit.getByText('还是不亮').first().waitFor();
  await make(unit, '答复', (dialog) => dialog.getByLabel(/说明/).fill('线路已修'));
  await page.reload();
  await rate.getByRole('button', { name: '解决了', exact: true }).click();
  await rate.getByRole('button', { name: '非常满意' }).click();
  await rate.getByRole('button', { name: '提交评价' }).click();
  await page.getByText('已办结').waitFor();
  await page.getByAltText('办理的照片').waitFor();
  for (const one of [page, desk, unit]) await one.context().close();
  void context;
});

test('told without a name, looked up by number and code, and a complaint that was closed is opened again', async () => {
  const context = await journey.browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN', serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(`${journey.address}/tell`);
  const { number, code } = await tell(page, '半夜工地还在施工打桩', /看起来是“夜间施工噪声”/);
  const official = await deskOf('district', '/requests');
  await openCase(official, number);
  await make(official, '分拨', async (dialog) => {
    await dialog.getByLabel('单位').click();
    await official.locator('.ant-select-dropdown:visible').getByText('社区公共服务站').click();
  });
  const worker = await deskOf('community', '/requests');
  await openCase(worker, number);
  await make(worker, '签收');
  await make(worker, '答复', (dialog) => dialog.getByLabel(/说明/).fill('已要求停工'));
  await make(worker, '评价', async (dialog) => {
    await dialog.getByLabel('解决了', { exact: true }).check();
  });
  await page.goto(`${journey.address}/requests`);
  const find = page.getByRole('form', { name: '用编号和查询码查询' });
  await find.getByLabel('受理编号').fill(number);
  await find.getByLabel('查询码').fill(code);
  await find.getByRole('button', { name: '查询' }).click();
  await page.getByText('已要求停工').waitFor();
  await page.locator('summary').click();
  await page.getByLabel('哪里没有解决').fill('昨晚又施工了');
  await page.getByRole('button', { name: '没有解决，重新办理' }).click();
  await page.getByText('办理中').first().waitFor();
  await worker.reload();
  await openCase(worker, number);
  await worker.getByText('昨晚又施工了').waitFor();
  for (const one of [page, official, worker]) await one.context().close();
});

test('a disputed dispatch is ruled on by the arbiter, and the ruling is proposed the next time', async () => {
  const context = await journey.browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN', serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(`${journey.address}/tell`);
  const { number } = await tell(page, '儿童滑梯裂了一条缝', /看起来是“健身和儿童设施损坏”/);
  const desk = await deskOf('district', '/requests');
  await openCase(desk, number);
  await make(desk, '分拨', async (dialog) => {
    await dialog.getByLabel('单位').click();
    await desk.locator('.ant-select-dropdown:visible').getByText('社区公共服务站').click();
  });
  const head = await deskOf('community', '/requests');
  await openCase(head, number);
  await make(head, '提请调处', (dialog) => dialog.getByLabel(/理由/).fill('滑梯归园林绿化队管'));
  await desk.reload();
  await openCase(desk, number);
  await make(desk, '裁定', async (dialog) => {
    await dialog.getByLabel('单位').click();
    await desk.locator('.ant-select-dropdown:visible').getByText('园林绿化队').click();
    await dialog.getByLabel(/理由/).fill('公园内设施归园林');
  });
  await desk.getByText('裁定').first().waitFor();
  await page.goto(`${journey.address}/tell`);
  const again = await tell(page, '秋千绳子断了', /看起来是“健身和儿童设施损坏”/);
  await openCase(desk, again.number);
  await desk.getByRole('region', { name: '建议分给' }).getByText('以前的裁定').waitFor();
  await desk.getByText(/公园内设施归园林/).waitFor();
  // The same person told of rubbish, too: it goes on by itself, and both are followed with one code.
  await desk.getByRole('button', { name: button('拆出一件') }).click();
  const dialog = desk.getByRole('dialog');
  await dialog.getByLabel('事项').click();
  await desk.locator('.ant-select-dropdown:visible').getByText('垃圾堆放').click();
  await dialog.getByLabel('拆出的这一件是什么事').fill('秋千旁边堆着建筑垃圾');
  await dialog.getByRole('button', { name: button('确定') }).click();
  await desk.getByText(/^垃圾堆放 \d{12} · 已受理$/).waitFor();
  await page.goto(`${journey.address}/requests/${again.number}?code=${again.code}`);
  await page.getByRole('region', { name: '拆出另办的' }).getByRole('link', { name: '垃圾堆放' }).click();
  await page.getByText('秋千旁边堆着建筑垃圾').waitFor();
  for (const one of [page, desk, head]) await one.context().close();
});

test('a visit is written down without a connection, kept on the phone, brought once the connection is back, and passed on', async () => {
  const context = await journey.browser.newContext({
    viewport: { width: 390, height: 844 },
    locale: 'zh-CN',
    storageState: journey.states.worker,
    serviceWorkers: 'block',
  });
  const page = await context.newPage();
  await page.goto(`${journey.address}/desk/visits`);
  await page.getByRole('article').first().waitFor();
  await page.getByRole('tab', { name: '记一次走访' }).click();
  await page.getByRole('button', { name: button('保存') }).waitFor();
  await page.getByLabel('居民诉求').check();
  await page.getByLabel('没有', { exact: true }).check();
  await page.getByRole('tab', { name: '走访计划' }).click();
  await context.setOffline(true);
  await page
    .getByRole('article')
    .first()
    .getByRole('button', { name: /^去走访/ })
    .click();
  await page.getByLabel('记录（本辖区工作人员可见）').fill('老人身体还好，说楼道灯坏了');
  await page.getByLabel(/^保密记录/).fill('儿子半年没有回来');
  await page.getByLabel('居民诉求').check();
  await page.getByLabel('事项', { exact: true }).click();
  await page.locator('.ant-select-dropdown:visible').getByText('路灯不亮').click();
  await page.getByLabel('说清楚是什么事').fill('二单元楼道的路灯不亮');
  await page.getByRole('button', { name: button('保存') }).click();
  await page.getByText('1 条等待上传').first().waitFor();
  await page.getByText('现在没有网络').waitFor();
  const kept = await page.evaluate(async () => {
    const databases = await indexedDB.databases();
    return databases.map(({ name }) => name);
  });
  expect(kept).toContain('linli-visits');
  await context.setOffline(false);
  await page.getByRole('button', { name: '现在上传' }).click();
  await page.getByText('都已上传').waitFor();
  const number = /转办编号 (\d{12})/.exec(
    (await page
      .getByText(/转办编号 \d{12}/)
      .first()
      .textContent())!,
  )![1]!;
  const desk = await deskOf('subdistrict', '/requests');
  await openCase(desk, number);
  await desk.getByText('二单元楼道的路灯不亮').first().waitFor();
  await page.getByRole('table').getByText('老人身体还好，说楼道灯坏了').waitFor();
  await page.getByRole('button', { name: '查看保密记录' }).first().click();
  await page.getByLabel('用途').fill('安排探望');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: button('确定') })
    .click();
  await page.getByText('儿子半年没有回来').waitFor();
  for (const one of [page, desk]) await one.context().close();
});

test('a signal is looked at with its evidence and acted on before anybody complains again', async () => {
  const { page, context } = await journey.open('desk-signals', { size: 'desktop' });
  await page.getByText(/异常程度 [0-9]/).waitFor();
  await page.getByRole('button', { name: '立项主动办理' }).click();
  const said = await page.getByText(/已立项，编号 \d{12}/).textContent();
  const number = /\d{12}/.exec(said!)![0];
  await page.goto(`${journey.address}/desk/requests`);
  await openCase(page, number);
  await page.getByText('已立项').first().waitFor();
  await make(page, '分派', async (dialog) => {
    await dialog.getByLabel('单位').click();
    await page.locator('.ant-select-dropdown:visible').getByText('路灯管理所').click();
  });
  await page.goto(`${journey.address}/desk/signals`);
  await page
    .getByRole('button', { name: /^查看证据/ })
    .first()
    .click();
  await page.getByText(/立项后/).waitFor();
  await context.close();
});

test('wishes become a need, the need a project, and it stands for everybody to see', async () => {
  const { page, context } = await journey.open('desk-needs-suggested', { size: 'desktop' });
  await page
    .getByRole('button', { name: /^写入需求库/ })
    .first()
    .click();
  await page.getByRole('dialog').getByLabel('需求名称').fill('小区附近的老年食堂');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: button('确定') })
    .click();
  await page.getByRole('dialog').waitFor({ state: 'hidden' });
  await page.getByRole('tab', { name: '需求', exact: true }).click();
  await page.getByRole('checkbox', { name: '小区附近的老年食堂' }).check();
  await page.getByRole('button', { name: button('立项') }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('项目名称').fill('香积寺路老年食堂');
  await dialog.getByLabel('做什么').fill('把闲置房屋改造成老年食堂，六十个座位');
  await dialog.getByRole('button', { name: button('确定') }).click();
  await dialog.waitFor({ state: 'hidden' });
  await page.getByRole('tab', { name: '项目', exact: true }).click();
  await page.getByRole('button', { name: /^交付议定 香积寺路老年食堂/ }).click();
  await page.getByRole('article', { name: '香积寺路老年食堂' }).getByText('待议定').waitFor();
  const portal = await journey.open('portal-voices');
  await portal.page.getByRole('article', { name: '香积寺路老年食堂' }).getByText('待议定').waitFor();
  await portal.context.close();
  await context.close();
});

test('a service is rated with the code that was handed over; a bad review opens a case', async () => {
  const desk = await deskOf('community', '/reviews');
  await desk.getByRole('tab', { name: '给一个评价码' }).click();
  await desk.getByLabel('地点').click();
  await desk.locator('.ant-select-dropdown:visible .ant-select-item-option').first().click();
  await desk.getByLabel('办的什么事').fill('社保窗口');
  await desk.getByRole('button', { name: '生成评价码' }).click();
  const code = /\d{10}/.exec((await desk.getByText(/评价码 \d{10}/).textContent())!)![0];
  const context = await journey.browser.newContext({ viewport: { width: 390, height: 844 }, locale: 'zh-CN', serviceWorkers: 'block' });
  const page = await context.newPage();
  await page.goto(`${journey.address}/rate/${code}`);
  await page.getByRole('button', { name: '不满意', exact: true }).click();
  await page.getByRole('button', { name: '等得太久' }).click();
  await page.getByRole('button', { name: '提交' }).click();
  await page.getByText(/我们会核实、整改/).waitFor();
  await page.reload();
  await page.getByText('这次服务已经评过了').waitFor();
  await desk.getByRole('tab', { name: '差评整改' }).click();
  await desk.getByRole('button', { name: /^办理 社保窗口/ }).click();
  await desk.getByText('办理经过').waitFor();
  for (const one of [page, desk]) await one.context().close();
});
