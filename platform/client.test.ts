import { afterEach, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { api, connect } from './client.ts';
import { command, query } from './endpoint.ts';

const contract = {
  slots: {
    book: command('POST', '/slots', 'book')
      .input(z.object({ hour: z.int() }))
      .output(z.object({ ok: z.boolean() })),
    read: query('/slots', 'read').output(z.object({ ok: z.boolean() })),
  },
};
const calls = api<typeof contract.slots>('slots');
afterEach(() => vi.unstubAllGlobals());

/** Answers by turns; returns the idempotency keys that were sent. */
function serverThat(...turns: (() => Response)[]): (string | null)[] {
  const keys: (string | null)[] = [];
  vi.stubGlobal('location', { origin: 'http://linli.test' });
  vi.stubGlobal('fetch', async (request: Request) => {
    keys.push(request.headers.get('idempotency-key'));
    await new Promise((resolve) => setTimeout(resolve, 5));
    return (turns.shift() ?? done)();
  });
  connect(contract, () => 'en');
  return keys;
}
const done = () => Response.json({ ok: true });
const broken = () => {
  throw new TypeError('fetch failed');
};
const bug = () => Response.json({ type: 'server/bug', title: 'bug', status: 500 }, { status: 500 });

test('a form pressed twice is one command; pressed again after the answer, another', async () => {
  const keys = serverThat();
  await Promise.all([calls.book({ hour: 9 }), calls.book({ hour: 9 }), calls.book({ hour: 10 })]);
  await calls.book({ hour: 9 });
  expect(keys[0]).toMatch(/^[0-9a-f-]{36}$/);
  expect(keys[1]).toBe(keys[0]);
  expect(new Set(keys).size).toBe(3);
});
test('sent again after a broken connection or a bug, it is the same command', async () => {
  const keys = serverThat(broken, bug, done);
  await expect(calls.book({ hour: 11 })).rejects.toThrow();
  await expect(calls.book({ hour: 11 })).rejects.toThrow();
  await calls.book({ hour: 11 });
  expect(keys).toHaveLength(3);
  expect(new Set(keys).size).toBe(1);
});
test('once another command is answered, or after a minute, the same content is a new command', async () => {
  const keys = serverThat(broken, done, done, broken);
  await expect(calls.book({ hour: 13 })).rejects.toThrow();
  await calls.book({ hour: 14 });
  await calls.book({ hour: 13 });
  expect(new Set(keys).size).toBe(3);
  await expect(calls.book({ hour: 15 })).rejects.toThrow();
  vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 61_000);
  await calls.book({ hour: 15 });
  expect(keys[4]).not.toBe(keys[3]);
  vi.restoreAllMocks();
});
test('a refusal is an answer: the next try is a new command; reads carry no key', async () => {
  const keys = serverThat(() => Response.json({ type: 'slots/taken', title: 'taken', status: 409 }, { status: 409 }), done, done);
  await expect(calls.book({ hour: 12 })).rejects.toMatchObject({ data: { type: 'slots/taken' } });
  await calls.book({ hour: 12 });
  await calls.read();
  expect(new Set(keys.slice(0, 2)).size).toBe(2);
  expect(keys[2]).toBeNull();
});
