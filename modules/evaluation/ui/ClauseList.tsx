import { Tag } from 'antd';
import type { api } from '../../../platform/client.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import type { evaluation } from '../contract.ts';
import { words } from './words.ts';

type Checked = Awaited<ReturnType<ReturnType<typeof api<typeof evaluation>>['checkComplex']>>['checks'][number];
export type Clause = Checked['clauses'][number];
export const colours = { met: 'green', notMet: 'red', unknown: 'orange' } as const;

/** Clauses one by one, each with the numbers behind it and what is missing. */
export function ClauseList({ clauses }: { clauses: readonly Clause[] }) {
  const w = useWords(words);
  const { language } = usePreferences();
  return (
    <ul className="clauses">
      {clauses.map((clause) => (
        <li key={clause.path}>
          <Tag color={clause.isSoft && clause.verdict !== 'met' ? 'default' : colours[clause.verdict]}>{w.clause[clause.verdict]}</Tag>
          {clause.label[language]} {clause.isSoft && <Tag>{w.advised}</Tag>}
          {clause.evidence.map((evidence) => (
            <div key={evidence.fact} className="evidence">
              {evidence.name[language]}
              {w.colon}
              <Value evidence={evidence} />
            </div>
          ))}
        </li>
      ))}
    </ul>
  );
}

function Value({ evidence: { value, unit, needed, missing, missingArea } }: { evidence: Clause['evidence'][number] }) {
  const w = useWords(words);
  const { language } = usePreferences();
  // Chinese counts things with a word of their own; English does without.
  const said = language === 'zh' ? unit : unit && { '㎡': '㎡', '%': '%', 元: 'yuan' }[unit];
  const number = (of: number) => of.toLocaleString('en-US', { maximumFractionDigits: 2 });
  const amount = (of: number) => `${number(of)}${said ? ` ${said}` : ''}`;
  const lack = missingArea !== null ? `${number(missingArea)} ㎡` : amount(missing ?? 0);
  if (value === null) return <em>{w.notRecorded}</em>;
  if (typeof value === 'boolean') return value ? w.yes : w.no;
  if (typeof value === 'object') return value[language];
  return (
    <>
      {amount(value)}
      {needed !== null && missing !== null && missing > 0 && <strong> {needed > value ? w.missing(lack) : w.tooMuch(lack)}</strong>}
    </>
  );
}
