import { useQuery } from '@tanstack/react-query';
import { Alert, Button, Input, Space, Tabs } from 'antd';
import { useState } from 'react';
import { Trouble, useDesk } from '../../../../../ui/desk.tsx';
import { count, today, yuan } from '../../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../../ui/preferences.ts';
import { calls, useMealCall } from '../calls.ts';
import { Claims } from './Claims.tsx';
import { Clearing } from './Clearing.tsx';
import { OwnClaims } from './OwnClaims.tsx';
import { Questions } from './Questions.tsx';
import { Schemes } from './Schemes.tsx';
import { words } from './words.ts';

const lastMonth = () => new Date(Date.parse(`${today().slice(0, 7)}-01`) - 86_400_000).toISOString().slice(0, 7);

/** A month of subsidised meals: officials draw up, ask and pay; operators claim. */
export function SettlementPage() {
  const w = useWords(words);
  const { roles } = useDesk();
  const isDistrict = roles.includes('districtOfficial');
  return (
    <>
      <h1>{w.title}</h1>
      <p>{w.lead}</p>
      {isDistrict || roles.includes('auditor') ? <Month isDistrict={isDistrict} /> : <OwnClaims />}
    </>
  );
}

function Month({ isDistrict }: { isDistrict: boolean }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [month, setMonth] = useState(lastMonth());
  const draft = useMealCall(() => calls.draftClaims({ month }));
  const claims = useQuery({ queryKey: ['meals', 'claims', month], queryFn: () => calls.listClaims({ month }) });
  const questions = useQuery({ queryKey: ['meals', 'questions', month], queryFn: () => calls.listQuestions({ month }) });
  const bulletin = useQuery({ queryKey: ['meals', 'bulletin', month], queryFn: () => calls.getBulletin({ month }), retry: false });
  const open = (questions.data ?? []).filter(({ answer }) => answer === null).length;
  return (
    <>
      <Space wrap style={{ marginBottom: 12 }}>
        <Input aria-label={w.month} type="month" value={month} onChange={(event) => event.target.value && setMonth(event.target.value)} />
        {isDistrict && (
          <Button type="primary" loading={draft.isPending} onClick={() => draft.mutate(undefined)}>
            {w.draft}
          </Button>
        )}
      </Space>
      <Trouble error={draft.error ?? claims.error ?? questions.error} />
      {draft.data && <Alert type="success" showIcon title={w.drafted(draft.data.claims, draft.data.questions)} style={{ marginBottom: 12 }} />}
      {bulletin.data && (
        <p>
          {w.bulletin(
            count(bulletin.data.meals),
            count(bulletin.data.subsidisedMeals),
            yuan(bulletin.data.subsidyFen, language),
            count(bulletin.data.fromOtherDistricts),
          )}
        </p>
      )}
      <Tabs
        tabBarGutter={12}
        size="small"
        items={[
          { key: 'claims', label: w.claims, children: <Claims month={month} claims={claims.data} isDistrict={isDistrict} /> },
          { key: 'questions', label: `${w.questions} (${open})`, children: <Questions questions={questions.data} isDistrict={isDistrict} /> },
          { key: 'clearing', label: w.clearing, children: <Clearing month={month} /> },
          ...(isDistrict ? [{ key: 'schemes', label: w.schemes, children: <Schemes /> }] : []),
        ]}
      />
    </>
  );
}
