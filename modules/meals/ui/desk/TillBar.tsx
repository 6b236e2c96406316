import { Alert, Button, Space, Tag } from 'antd';
import { problemOf } from '../../../../platform/client.ts';
import { Trouble } from '../../../../ui/desk.tsx';
import { moment, yuan } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import type { useTill } from './offline/useTill.ts';
import { words } from './words.ts';

/** What this device keeps of a till: sales that wait for a connection, and subsidies that the house did not give. */
export function TillBar({ till: { isOnDevice, waiting, conflicts, bring } }: { till: ReturnType<typeof useTill> }) {
  const w = useWords(words);
  const { language } = usePreferences();
  return (
    <section aria-live="polite" style={{ marginBottom: 12 }}>
      {isOnDevice && waiting === 0 && <Tag color="#0a6245">{w.onDevice}</Tag>}
      {waiting > 0 && (
        <Alert
          type="warning"
          showIcon
          title={w.waiting(waiting)}
          action={
            <Button size="small" loading={bring.isPending} onClick={() => bring.mutate()}>
              {w.bring}
            </Button>
          }
        />
      )}
      <Trouble error={bring.error && problemOf(bring.error).status > 0 ? bring.error : null} />
      {bring.isSuccess && waiting === 0 && <Tag>{w.brought(bring.data.taken)}</Tag>}
      {conflicts.length > 0 && (
        <Alert
          type="error"
          showIcon
          style={{ marginTop: 8 }}
          title={w.conflicts(conflicts.length)}
          description={
            <Space orientation="vertical" size={0}>
              {conflicts.map(({ seq, soldAt, subsidyFen, why }) => (
                <span key={seq}>{`${moment(soldAt, language)} · ${yuan(subsidyFen, language)} · ${w.whys[why!] ?? why}`}</span>
              ))}
            </Space>
          }
        />
      )}
    </section>
  );
}
