import type { Writing } from '../../platform/context.ts';
import { newId } from '../../platform/id.ts';
import { refuse } from '../../platform/refuse.ts';
import { noSuchArea } from './contract.ts';
import { findArea, serviceAreaView } from './queries.ts';

export async function tagAreaCommand(
  { tx, note }: Writing,
  { code, type, validFrom, basis }: { code: string; type: string; validFrom: string; basis: string },
) {
  const area = await findArea(tx, code);
  const known = await tx.selectFrom('areas.communityType').select('code').where('code', '=', type).executeTakeFirst();
  if (!area || area.level !== 'community' || !known) refuse(noSuchArea, { code, type });
  await tx.insertInto('areas.areaType').values({ areaCode: code, typeCode: type, validFrom, basis }).execute();
  note({ object: code, areaCode: code, detail: { type, validFrom } });
  return { code, type };
}

export async function untagAreaCommand({ tx, note }: Writing, { code, type, validTo }: { code: string; type: string; validTo: string }) {
  const result = await tx
    .updateTable('areas.areaType')
    .set({ validTo })
    .where('areaCode', '=', code)
    .where('typeCode', '=', type)
    .where('validTo', 'is', null)
    .where('validFrom', '<', validTo)
    .executeTakeFirst();
  note({ object: code, areaCode: code, detail: { type, validTo } });
  return { ended: Number(result.numUpdatedRows) };
}

export async function createServiceAreaCommand({ tx, district, now, note }: Writing, input: { name: string; communities: string[]; validFrom: string }) {
  const communities = [...new Set(input.communities)].toSorted();
  const found = await tx.selectFrom('areas.area').select('code').where('code', 'in', communities).where('level', '=', 'community').execute();
  if (found.length !== communities.length) refuse(noSuchArea, { codes: communities.filter((code) => !found.some((area) => area.code === code)) });
  const row = await tx
    .insertInto('areas.serviceArea')
    .values({ district, id: newId(now.getTime()), name: input.name, communities, validFrom: input.validFrom })
    .returning(serviceAreaView)
    .executeTakeFirstOrThrow();
  note({ object: row.id, areaCode: communities[0]!, detail: { communities } });
  return row;
}
