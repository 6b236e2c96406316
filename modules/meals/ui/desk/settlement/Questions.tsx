import { Button, Empty, Input, Modal, Radio, Table, Tag } from 'antd';
import { useState } from 'react';
import { optionsOf, Trouble } from '../../../../../ui/desk.tsx';
import { moment, yuan } from '../../../../../ui/format.ts';
import { type Language, usePreferences, useWords } from '../../../../../ui/preferences.ts';
import { calls, useMealCall } from '../calls.ts';
import { words } from './words.ts';

type Question = Awaited<ReturnType<typeof calls.listQuestions>>[number];

function detailText(detail: Question['detail'], language: Language): string {
  const value = (given: unknown) => (typeof given === 'string' && /T\d\d:/.test(given) ? moment(given, language) : String(given));
  return Object.entries(detail)
    .filter(([, given]) => given !== null)
    .map(([key, given]) => `${words[language].lines[key] ?? key} ${value(given)}`)
    .join(' · ');
}

/** What looks wrong about the month, put to a person. */
export function Questions({ questions, isDistrict }: { questions: Question[] | undefined; isDistrict: boolean }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [asking, setAsking] = useState<Question | null>(null);
  return (
    <>
      <Table<Question>
        rowKey="id"
        size="small"
        loading={questions === undefined}
        dataSource={questions ?? []}
        pagination={{ pageSize: 30, hideOnSinglePage: true }}
        scroll={{ x: 900 }}
        locale={{ emptyText: <Empty description={w.noQuestions} image={Empty.PRESENTED_IMAGE_SIMPLE} /> }}
        columns={[
          { title: w.what, render: (_, row) => w.kinds[row.kind] },
          { title: w.columns.site, render: (_, row) => row.site[language] },
          { title: w.detail, render: (_, row) => detailText(row.detail, language) },
          { title: w.columns.amount, align: 'end', render: (_, row) => yuan(row.amountFen, language) },
          {
            title: w.answer,
            render: (_, row) =>
              row.answer ? (
                <Tag color={row.answer === 'fine' ? '#0a6245' : '#8a3b00'}>{w.answered(w.answers[row.answer]!, row.note ?? '')}</Tag>
              ) : (
                isDistrict && (
                  <Button size="small" aria-label={`${w.answer} ${w.kinds[row.kind]} ${row.site[language]}`} onClick={() => setAsking(row)}>
                    {w.answer}
                  </Button>
                )
              ),
          },
        ]}
      />
      {asking && <AnswerDialog question={asking} onClose={() => setAsking(null)} />}
    </>
  );
}

function AnswerDialog({ question, onClose }: { question: Question; onClose: () => void }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const [answer, setAnswer] = useState<'fine' | 'notPaid' | null>(null);
  const [note, setNote] = useState('');
  const send = useMealCall(() => calls.answerQuestion({ id: question.id, answer: answer!, note: note.trim() }), onClose);
  return (
    <Modal
      open
      title={`${w.kinds[question.kind]} · ${question.site[language]}`}
      okText={w.ok}
      cancelText={w.cancel}
      okButtonProps={{ disabled: answer === null || note.trim().length < 2, loading: send.isPending }}
      onOk={() => send.mutate(undefined)}
      onCancel={onClose}
    >
      <p>{detailText(question.detail, language)}</p>
      <Trouble error={send.error} />
      <Radio.Group value={answer} onChange={(event) => setAnswer(event.target.value)} options={optionsOf(w.answers)} style={{ marginBottom: 12 }} />
      <Input.TextArea aria-label={w.note} placeholder={w.note} rows={3} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
    </Modal>
  );
}
