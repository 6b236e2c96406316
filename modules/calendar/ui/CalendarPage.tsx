import { useQuery } from '@tanstack/react-query';
import { Alert, Input, Table, Tag } from 'antd';
import { useState } from 'react';
import { api } from '../../../platform/client.ts';
import { Trouble } from '../../../ui/desk.tsx';
import { dayName } from '../../../ui/format.ts';
import { usePreferences, useWords } from '../../../ui/preferences.ts';
import type { calendar } from '../contract.ts';

const calls = api<typeof calendar>('calendar');
const words = {
  zh: {
    title: '工作日历',
    month: '月份',
    total: (n: number) => `${n} 个工作日`,
    day: '日期',
    kind: '性质',
    working: '工作日',
    off: '休息',
    makeUp: '调休上班',
    provisional: '这一年的放假通知还没有公布，暂按周末休息计算。',
    basis: '依据',
  },
  en: {
    title: 'Working days',
    month: 'Month',
    total: (n: number) => `${n} working days`,
    day: 'Day',
    kind: 'Kind',
    working: 'working day',
    off: 'off',
    makeUp: 'make-up working day',
    provisional: 'The notice for this year is not published yet; weekends count as off for the time being.',
    basis: 'Basis',
  },
};

/** Working days of a month, with holidays and make-up days, and the notice they rest on. */
export function CalendarPage() {
  const w = useWords(words);
  const { language } = usePreferences();
  const [month, setMonth] = useState(new Date().toISOString().slice(0, 7));
  const days = useQuery({ queryKey: ['calendar', month], queryFn: () => calls.listDays({ month }) });
  return (
    <>
      <h1>{w.title}</h1>
      <Trouble error={days.error} onRetry={days.refetch} />
      <label>
        {w.month} <Input type="month" style={{ width: 180 }} value={month} onChange={(event) => event.target.value && setMonth(event.target.value)} />
      </label>
      {days.data && (
        <>
          <p>
            <strong>{w.total(days.data.workingDays)}</strong>
            {days.data.papers.length > 0 && ` · ${w.basis}：${days.data.papers.join('；')}`}
          </p>
          {days.data.days[0]?.provisional && <Alert type="warning" showIcon title={w.provisional} style={{ marginBottom: 12 }} />}
          <Table
            rowKey="day"
            size="small"
            pagination={false}
            style={{ maxWidth: 620 }}
            dataSource={days.data.days}
            columns={[
              { title: w.day, dataIndex: 'day', render: (day: string) => dayName(day, language) },
              {
                title: w.kind,
                render: (_, day) => (
                  <>
                    <Tag color={day.isWorkingDay ? 'green' : 'default'}>{day.isMakeUp ? w.makeUp : day.isWorkingDay ? w.working : w.off}</Tag> {day.holiday}
                  </>
                ),
              },
            ]}
          />
        </>
      )}
    </>
  );
}
