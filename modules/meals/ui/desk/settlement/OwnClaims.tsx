import { useQuery } from '@tanstack/react-query';
import { Button, Form, Select } from 'antd';
import { useState } from 'react';
import { Trouble, useMyArea } from '../../../../../ui/desk.tsx';
import { usePreferences, useWords } from '../../../../../ui/preferences.ts';
import { calls, useMealCall } from '../calls.ts';
import { ClaimTable } from './Claims.tsx';
import { words } from './words.ts';

/** The canteen's side: what was drawn up for it, to be claimed. */
export function OwnClaims() {
  const w = useWords(words);
  const { language } = usePreferences();
  const areaCode = useMyArea();
  const [picked, setPicked] = useState<string | null>(null);
  const sites = useQuery({ queryKey: ['meals', 'sites', areaCode], queryFn: () => calls.listSites({ areaCode }) });
  const id = picked ?? sites.data?.[0]?.id;
  const claims = useQuery({
    queryKey: ['meals', 'claims', 'of', id],
    queryFn: () => calls.listSiteClaims({ id: id! }),
    enabled: id !== undefined,
    retry: false,
  });
  const submit = useMealCall((month: string) => calls.submitClaim({ id: id!, month }));
  return (
    <>
      <Form.Item label={w.site} style={{ maxWidth: 420 }}>
        <Select
          aria-label={w.site}
          showSearch={{ optionFilterProp: 'label' }}
          value={id ?? null}
          onChange={setPicked}
          options={(sites.data ?? []).map((site) => ({ value: site.id, label: site.name[language] }))}
        />
      </Form.Item>
      <Trouble error={sites.error ?? claims.error ?? submit.error} />
      {id && !claims.error && (
        <ClaimTable
          claims={claims.data}
          actions={(row) =>
            row.state === 'drafted' && (
              <Button size="small" type="primary" aria-label={`${w.submit} ${row.month}`} loading={submit.isPending} onClick={() => submit.mutate(row.month)}>
                {w.submit}
              </Button>
            )
          }
        />
      )}
    </>
  );
}
