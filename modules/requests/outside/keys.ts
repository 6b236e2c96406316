import { randomBytes } from 'node:crypto';
import type { Actor } from '../../../platform/access.ts';
import type { Reading, Writing } from '../../../platform/context.ts';
import { newId } from '../../../platform/id.ts';
import { refuse } from '../../../platform/refuse.ts';
import { type KeyChannel, noSuchKey } from './contract.ts';

export async function listIntakeKeysQuery({ db, district }: Reading<Actor>) {
  const rows = await db
    .selectFrom('requests.intakeKey as k')
    .select(['k.id', 'k.name', 'k.channel', 'k.madeAt', 'k.endedAt'])
    .select((eb) =>
      eb
        .selectFrom('requests.request as r')
        .select(eb.fn.countAll<number>().as('n'))
        .whereRef('r.district', '=', 'k.district')
        .whereRef('r.intakeKey', '=', 'k.id')
        .as('requests'),
    )
    .where('k.district', '=', district)
    .orderBy('k.madeAt', 'desc')
    .limit(100)
    .execute();
  return rows.map((row) => ({
    ...row,
    channel: row.channel as KeyChannel,
    madeAt: row.madeAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
    requests: row.requests ?? 0,
  }));
}

export async function makeIntakeKeyCommand(
  { tx, district, now, actor, vault, note }: Writing<Actor>,
  { name, channel }: { name: string; channel: KeyChannel },
) {
  const id = newId(now.getTime());
  const key = randomBytes(24).toString('base64url');
  const keyHash = vault.blindIndex('requests.intake-key', key);
  await tx.insertInto('requests.intakeKey').values({ district, id, name, channel, keyHash, madeBy: actor.id, madeAt: now }).execute();
  note({ object: id, detail: { name, channel } });
  return { id, key };
}

export async function endIntakeKeyCommand({ tx, district, now, note }: Writing<Actor>, { id }: { id: string }) {
  const row = await tx
    .updateTable('requests.intakeKey')
    .set({ endedAt: now })
    .where('district', '=', district)
    .where('id', '=', id)
    .where('endedAt', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!row) refuse(noSuchKey);
  note({ object: id, detail: { ended: true } });
  return row;
}

/** Refuses a key that is not one of this channel. @returns its id: the numbers of a system are its own */
export async function checkKey({ tx, district, vault }: Pick<Writing, 'tx' | 'district' | 'vault'>, key: string, channel: KeyChannel): Promise<string> {
  const row = await tx
    .selectFrom('requests.intakeKey')
    .select('id')
    .where('district', '=', district)
    .where('keyHash', '=', vault.blindIndex('requests.intake-key', key))
    .where('channel', '=', channel)
    .where('endedAt', 'is', null)
    .executeTakeFirst();
  return row?.id ?? refuse(noSuchKey);
}
