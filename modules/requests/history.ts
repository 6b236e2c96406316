import type { CaseEvent } from '../../engines/cases/case.ts';
import type { Write } from '../../platform/database.ts';
import { bringHistory } from '../cases/index.ts';
import { findMatter, getEffectiveList } from './duty/duty-list.ts';
import { cellOf, keepWords } from './found/words.ts';

/** A request as another system, or a demonstration, has it, with everything that happened to it. */
export type HistoricRequest = {
  number: string;
  matter: string;
  areaCode: string;
  areaName: string;
  lon: number | null;
  lat: number | null;
  placeText: string;
  words: string;
  channel: string;
  receivedAt: Date;
  events: CaseEvent[];
  phoneIndex?: string;
  accountId?: string;
  personId?: string;
};

const atOnce = 1000;

/**
 * Brings in requests with their past: cases, clocks, words to be found by. None of it has a code, so only staff and, where there is one, the account see it.
 * @throws where a matter is not in the list that holds
 * @returns their ids in the same order
 */
export async function bringRequests(
  { tx, district, now }: { tx: Write; district: string; now: Date },
  requests: readonly HistoricRequest[],
): Promise<string[]> {
  const list = await getEffectiveList(tx, district, now);
  const matterOf = (code: string) => {
    const matter = findMatter(list, code);
    if (!matter) throw new RangeError(`the duty list has no matter ${code}`);
    return matter;
  };
  const ids: string[] = [];
  for (let from = 0; from < requests.length; from += atOnce) {
    const part = requests.slice(from, from + atOnce);
    const cases = part.map(({ number, matter, areaCode, areaName, events }) => ({
      number,
      kind: 'request',
      title: `${matterOf(matter).zh} · ${areaName}`,
      areaCode,
      events,
    }));
    const made = await bringHistory({ tx, district }, cases);
    const rows = part.map(({ events: _, areaName: _name, ...request }, i) => {
      const { isPublic, isConfidential } = matterOf(request.matter);
      if (isConfidential) throw new RangeError('confidential requests are not brought in as history');
      return {
        ...request,
        district,
        id: made[i]!,
        listVersion: list.version,
        isPublic,
        cell: cellOf(request.lon, request.lat),
        secretHash: `history ${request.number}`,
        accountId: request.accountId ?? null,
        personId: request.personId ?? null,
        phoneIndex: request.phoneIndex ?? null,
      };
    });
    await tx.insertInto('requests.request').values(rows).execute();
    await keepWords(
      tx,
      part.map(({ receivedAt, words, placeText, matter }, i) => ({ id: made[i]!, receivedAt, text: `${words} ${placeText} ${matterOf(matter).zh}` })),
    );
    ids.push(...made);
  }
  return ids;
}
