import { useQuery } from '@tanstack/react-query';
import { Button, Spin } from 'antd';
import { Figure, Trouble } from '../../../../ui/desk.tsx';
import { moment, percent } from '../../../../ui/format.ts';
import { usePreferences, useWords } from '../../../../ui/preferences.ts';
import { calls, useChange } from '../calls.ts';
import { words } from './words.ts';

/** What was learned from decided requests and how it did on those held back. */
export function LearningTab({ mayTrain }: { mayTrain: boolean }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const model = useQuery({ queryKey: ['requests', 'model'], queryFn: () => calls.getDispatchModel() });
  const train = useChange(() => calls.trainDispatch());
  if (model.isPending) return <Spin />;
  const one = model.data;
  return (
    <>
      <Trouble error={model.error ?? train.error} />
      {one ? (
        <>
          <p>
            {w.version(one.version)} · {moment(one.trainedAt, language)} · {w.learned(one.examples, one.tried)}
          </p>
          <div className="figures">
            <Figure label={w.accuracy(one.accuracy, one.coverage, one.rulesAccuracy)}>{percent(one.accuracy)}</Figure>
          </div>
          <p>{w.aim(one.aim)}</p>
        </>
      ) : (
        <p>{w.noModel}</p>
      )}
      {mayTrain && (
        <Button loading={train.isPending} onClick={() => train.mutate(undefined)}>
          {w.train}
        </Button>
      )}
    </>
  );
}
