import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Button, Drawer, Form, Input, App as Messages, Select } from 'antd';
import { api } from '../../../../../platform/client.ts';
import { Trouble } from '../../../../../ui/desk.tsx';
import { usePreferences, useWords } from '../../../../../ui/preferences.ts';
import type { places } from '../../../../places/contract.ts';
import type { bookings } from '../../../contract.ts';
import { type Draft, draftOf, fieldsOf, isPlainWho, type Offering, usual } from './draft.ts';
import { LimitFields, MoneyFields, TimeFields, VisitFields, WhoFields } from './RuleFields.tsx';
import { words } from './words.ts';

const calls = api<typeof bookings>('bookings');
const placeCalls = api<typeof places>('places');
type Props = { placeId: string; offering: Offering | null; kind: Offering['kind']; onClose: () => void };

/** The rules of one offering. Bookings that were made keep the rules that they were made by. */
export function OfferingEditor({ placeId, offering, kind, onClose }: Props) {
  const w = useWords(words);
  const { message } = Messages.useApp();
  const queries = useQueryClient();
  const [form] = Form.useForm<Draft>();
  const draft = offering ? draftOf(offering) : usual(kind);
  const save = useMutation({
    mutationFn: async (values: Draft) => {
      const fields = fieldsOf({ ...draft, ...values }, offering);
      if (offering) await calls.editOffering({ ...fields, id: offering.id, revision: offering.revision, state: offering.state });
      else await calls.addOffering({ ...fields, placeId, kind });
    },
    onSuccess: () => {
      void message.success(offering ? w.saved : w.drafted);
      onClose();
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['bookings'] }),
  });
  return (
    <Drawer open title={`${offering ? w.edit : w.add} · ${w.kinds[kind]}`} size={640} onClose={onClose}>
      <Form
        form={form}
        layout="vertical"
        scrollToFirstError={{ focus: true }}
        initialValues={draft}
        onFinish={() => save.mutate(form.getFieldsValue(true) as Draft)}
      >
        <NameFields placeId={placeId} kind={kind} />
        <TimeFields kind={kind} />
        <WhoFields isPlain={offering === null || isPlainWho(offering.rules)} />
        <LimitFields />
        <MoneyFields />
        <VisitFields />
        <Trouble error={save.error} />
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {offering ? w.save : w.saveDraft}
        </Button>
      </Form>
    </Drawer>
  );
}

function NameFields({ placeId, kind }: { placeId: string; kind: Offering['kind'] }) {
  const w = useWords(words);
  const { language } = usePreferences();
  const catalogue = useQuery({ queryKey: ['places', 'functions'], queryFn: () => placeCalls.listFunctions({}), staleTime: Number.POSITIVE_INFINITY });
  const resources = useQuery({ queryKey: ['bookings', 'resources', placeId], queryFn: () => calls.listResources({ placeId }) });
  const needed = [{ required: true, min: 2, max: 60, message: w.needed }];
  return (
    <>
      <Trouble error={catalogue.error ?? resources.error} />
      <Form.Item name="name" label={w.nameZh} rules={needed}>
        <Input />
      </Form.Item>
      <Form.Item name="nameEn" label={w.nameEn} rules={needed}>
        <Input />
      </Form.Item>
      <Form.Item name="about" label={w.about}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={2000} />
      </Form.Item>
      <Form.Item name="aboutEn" label={w.aboutEn}>
        <Input.TextArea autoSize={{ minRows: 2 }} maxLength={2000} />
      </Form.Item>
      <Form.Item name="functionCode" label={w.functionCode} rules={[{ required: true, message: w.chooseOne }]}>
        <Select
          showSearch={{ optionFilterProp: 'label' }}
          loading={catalogue.isPending}
          options={(catalogue.data?.functions ?? [])
            .filter(({ retired }) => !retired)
            .map(({ code, name, nameEn }) => ({ value: code, label: language === 'zh' ? name : nameEn }))}
        />
      </Form.Item>
      {kind !== 'session' && (
        <Form.Item name="resources" label={w.onRooms} rules={[{ required: true, message: w.chooseOne }]}>
          <Select
            mode="multiple"
            loading={resources.isPending}
            options={(resources.data ?? [])
              .filter(({ kind: of, retiredOn }) => of !== 'staff' && retiredOn === null)
              .map(({ id, name, nameEn }) => ({ value: id, label: language === 'zh' ? name : nameEn }))}
          />
        </Form.Item>
      )}
    </>
  );
}
