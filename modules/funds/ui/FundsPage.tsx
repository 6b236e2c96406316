import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { api } from '../../../platform/client.ts';
import { today, yuan } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import { Answer, Empty } from '../../../ui/States.tsx';
import type { funds } from '../contract.ts';

const calls = api<typeof funds>('funds');
const words = {
  zh: {
    title: '基金收支公开',
    lead: '钱由慈善组织或财政保管，平台不收钱、不存钱。谁捐的不公开，钱用到哪里公开。',
    none: '还没有登记基金。',
    holder: (holder: string) => `由 ${holder} 保管`,
    balance: (balance: string, held: string) => `余额 ${balance}，其中 ${held} 已安排给项目`,
    year: '今年的收支',
    kinds: { donation: '捐赠', reinvestment: '商业反哺', market: '慈善市集、义卖', grant: '资助', budget: '财政安排' } as Record<string, string>,
    income: (amount: string) => `收入 ${amount}`,
    times: (n: number) => `${n} 笔`,
    paid: (amount: string) => `支出 ${amount}`,
    project: (paid: string, all: string) => `已付 ${paid} / ${all}`,
    noProjects: '还没有项目支出。',
  },
  en: {
    title: 'Funds, disclosed',
    lead: 'A charity or treasury keeps the money; the platform neither takes nor holds any. Who gave is not told; where it went is.',
    none: 'No funds are registered yet.',
    holder: (holder: string) => `Kept by ${holder}`,
    balance: (balance: string, held: string) => `${balance} left, ${held} of it set aside for projects`,
    year: 'This year',
    kinds: {
      donation: 'Donations',
      reinvestment: 'Given back by merchants',
      market: 'Charity markets and sales',
      grant: 'Grants',
      budget: 'Budget',
    } as Record<string, string>,
    income: (amount: string) => `${amount} came in`,
    times: (n: number) => `${n} times`,
    paid: (amount: string) => `${amount} was paid`,
    project: (paid: string, all: string) => `${paid} of ${all} paid`,
    noProjects: 'Nothing was paid yet.',
  },
};

/** Funds for everybody to read: what came in, and what it paid for. */
export function FundsPage() {
  const w = useWords(words);
  const list = useQuery({ queryKey: ['funds', 'list'], queryFn: () => calls.listFunds() });
  return (
    <>
      <h1>{w.title}</h1>
      <p>{w.lead}</p>
      <Answer of={list}>{(all) => (all.length === 0 ? <Empty>{w.none}</Empty> : all.map((fund) => <FundCard key={fund.id} fund={fund} />))}</Answer>
    </>
  );
}

type Fund = Awaited<ReturnType<typeof calls.listFunds>>[number];
function FundCard({ fund }: { fund: Fund }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [isOpen, setOpen] = useState(false);
  const money = (fen: number) => yuan(fen, language);
  return (
    <article className="card" aria-label={fund.name[language]}>
      <h2>{fund.name[language]}</h2>
      <p>{fund.purpose}</p>
      <p className="soft">{w.holder(fund.holder)}</p>
      <p>{w.balance(money(fund.balanceFen), money(fund.heldFen))}</p>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary>{w.year}</summary>
        {isOpen && <Disclosure id={fund.id} />}
      </details>
    </article>
  );
}

function Disclosure({ id }: { id: string }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const from = `${today().slice(0, 4)}-01-01`;
  const told = useQuery({ queryKey: ['funds', 'disclosure', id], queryFn: () => calls.getDisclosure({ id, from, to: today() }) });
  const money = (fen: number) => yuan(fen, language);
  return (
    <Answer of={told}>
      {({ income, incomeFen, projects, paidFen }) => (
        <>
          <h3>{w.income(money(incomeFen))}</h3>
          <ul className="plain">
            {income.map(({ kind, event, times, amountFen }) => (
              <li key={`${kind} ${event}`}>
                {w.kinds[kind]} {event} · {money(amountFen)} <span className="soft">{w.times(times)}</span>
              </li>
            ))}
          </ul>
          <h3>{w.paid(money(paidFen))}</h3>
          {projects.length === 0 && <p>{w.noProjects}</p>}
          <ul className="plain">
            {projects.map((project) => (
              <li key={project.id}>
                {project.title[language]} · {project.organisation} · {w.project(money(project.paidFen), money(project.amountFen))}
                {project.result && <p className="soft">{project.result}</p>}
              </li>
            ))}
          </ul>
        </>
      )}
    </Answer>
  );
}
