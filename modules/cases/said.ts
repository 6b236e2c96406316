import type { MoveDetail } from '../../engines/cases/case.ts';
import type { Writing } from '../../platform/context.ts';
import type { Vault } from '../../platform/crypto.ts';

const [mark, column] = ['sealed:', 'cases.event.said'];
const written = ['text', 'reason'] as const;

/** What somebody writes in a confidential case, sealed for its events; in any other case as it is. */
export async function sealSaid({ tx, district, vault }: Pick<Writing, 'tx' | 'district' | 'vault'>, id: string, detail: MoveDetail): Promise<MoveDetail> {
  const row = await tx.selectFrom('cases.caseFile').select('isConfidential').where('district', '=', district).where('id', '=', id).executeTakeFirst();
  if (!row?.isConfidential) return detail;
  const sealed = { ...detail };
  for (const key of written) if (sealed[key]) sealed[key] = mark + vault.seal(column, sealed[key]);
  return sealed;
}

type Detail = Record<string, unknown>;
/** What was written in an event, for who may read it; without the words for who may not. */
export function openSaid(vault: Vault, detail: Detail, { isConfidential, mayRead }: { isConfidential: boolean; mayRead: boolean }): Detail {
  if (!isConfidential) return detail;
  const { text: _, reason: __, ...rest } = detail;
  if (!mayRead) return rest;
  const open = (key: (typeof written)[number]) => {
    const said = detail[key];
    return typeof said !== 'string' ? {} : { [key]: said.startsWith(mark) ? vault.open(column, said.slice(mark.length)) : said };
  };
  return { ...rest, ...open('text'), ...open('reason') };
}
