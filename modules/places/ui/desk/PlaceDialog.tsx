import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Checkbox, Form, Input, InputNumber, Modal, Select, Space } from 'antd';
import { useState } from 'react';
import { api } from '../../../../platform/client.ts';
import { optionsOf, Trouble, useDesk, useMyArea } from '../../../../ui/desk.tsx';
import { useWords } from '../../../../ui/preferences.ts';
import type { areas } from '../../../areas/contract.ts';
import type { partners } from '../../../partners/contract.ts';
import type { places } from '../../contract.ts';
import { useFunctionOptions } from './function-options.ts';
import { PositionField } from './PositionField.tsx';
import { words } from './place-words.ts';

const calls = api<typeof places>('places');
const areaCalls = api<typeof areas>('areas');
const partnerCalls = api<typeof partners>('partners');
type Place = Awaited<ReturnType<typeof calls.getPlace>>;
type Fields = Parameters<typeof calls.createPlace>[0];

/** What was changed, with emptied texts as nothing; the rest is left to whoever changes it meanwhile. */
export function changesOf(before: Record<string, unknown>, after: Record<string, unknown>): Record<string, unknown> {
  const plain = (value: unknown) => (value === undefined || value === '' ? null : value);
  return Object.fromEntries(
    Object.entries(after)
      .map(([name, value]) => [name, plain(value)] as const)
      .filter(([name, value]) => JSON.stringify(value) !== JSON.stringify(plain(before[name]))),
  );
}

/** Registers a place, or changes what is recorded of one. */
export function PlaceDialog({ place: current, onClose }: { place: Place | null; onClose: (id?: string) => void }) {
  const w = useWords(words);
  const queries = useQueryClient();
  const { message } = App.useApp();
  // As it was when the form opened: what a colleague saves meanwhile is a conflict, not a change of ours.
  const [place] = useState(current);
  const save = useMutation({
    mutationFn: async (fields: Fields) => {
      if (!place) return calls.createPlace(changesOf({}, fields) as Fields);
      const changes = changesOf(place, fields);
      if (Object.keys(changes).length === 0) return { id: place.id, unchanged: true };
      return calls.updatePlace({ ...changes, id: place.id, revision: place.revision });
    },
    onSuccess: async (done) => {
      if ('unchanged' in done) void message.info(w.nothing);
      await queries.invalidateQueries({ queryKey: ['places'] });
      onClose(done.id);
    },
    onError: () => queries.invalidateQueries({ queryKey: ['places'] }),
  });
  return (
    <Modal open title={place ? w.edit : w.add} onCancel={() => onClose()} footer={null} width={680}>
      <Form<Fields>
        layout="vertical"
        initialValues={place ?? { kind: 'complex', accessibility: [], functions: [] }}
        onFinish={(fields) => save.mutate(fields)}
        scrollToFirstError
      >
        <Basics isNew={!place} />
        <Origin />
        <Measures />
        <Trouble error={save.error} />
        <Button type="primary" htmlType="submit" loading={save.isPending}>
          {w.save}
        </Button>
      </Form>
    </Modal>
  );
}

/** Where a place belongs, who runs it and of which kind it is are recorded by officials. */
function useIsOfficial(): boolean {
  return useDesk().roles.some((role) => role.endsWith('Official'));
}

function Basics({ isNew }: { isNew: boolean }) {
  const w = useWords(words);
  const within = useMyArea();
  const isOfficial = useIsOfficial();
  const form = Form.useFormInstance<Fields>();
  const [areaCode, kind] = [Form.useWatch('areaCode', form), Form.useWatch('kind', form)];
  const communities = useQuery({ queryKey: ['areas', 'list', within], queryFn: () => areaCalls.listAreas({ within }) });
  const serviceAreas = useQuery({ queryKey: ['areas', 'service-areas'], queryFn: () => areaCalls.listServiceAreas() });
  const functions = useFunctionOptions(areaCode, form.getFieldValue('functions') ?? []);
  const required = [{ required: true, message: w.required }];
  return (
    <>
      <Form.Item name="kind" label={w.kind}>
        <Select disabled={!isNew} options={optionsOf(w.kinds)} />
      </Form.Item>
      <Form.Item name="name" label={w.name} rules={[...required, { min: 2 }]}>
        <Input maxLength={80} />
      </Form.Item>
      <Form.Item name="nameEn" label={w.nameEn}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name="areaCode" label={w.area} rules={required}>
        <Select
          showSearch
          disabled={!isOfficial}
          optionFilterProp="label"
          loading={communities.isPending}
          onChange={() => form.setFieldValue('serviceAreaId', null)}
          options={(communities.data ?? [])
            .filter((area) => area.level === 'community')
            .map((area) => ({ value: area.code, label: `${area.name} ${area.code}` }))}
        />
      </Form.Item>
      <Form.Item name="serviceAreaId" label={w.serviceArea}>
        <Select
          allowClear
          options={(serviceAreas.data ?? [])
            .filter((entry) => !areaCode || entry.communities.includes(areaCode))
            .map((entry) => ({ value: entry.id, label: entry.name }))}
        />
      </Form.Item>
      <Form.Item name="address" label={w.address}>
        <Input maxLength={200} />
      </Form.Item>
      <Form.Item name="phone" label={w.phone}>
        <Input maxLength={40} />
      </Form.Item>
      <PositionField />
      {kind === 'facility' ? (
        <Form.Item name="functions" label={w.functions} rules={required}>
          <Select mode="multiple" optionFilterProp="label" options={functions} />
        </Form.Item>
      ) : (
        <p>{w.functionsNote}</p>
      )}
    </>
  );
}

function Origin() {
  const w = useWords(words);
  const isOfficial = useIsOfficial();
  const operators = useQuery({ queryKey: ['partners'], queryFn: () => partnerCalls.listOrganisations() });
  const choice = (name: keyof Fields, label: string, names: Record<string, string>, disabled = false) => (
    <Form.Item name={name} label={label}>
      <Select allowClear disabled={disabled} style={{ minWidth: 150 }} options={optionsOf(names)} />
    </Form.Item>
  );
  return (
    <>
      <Space wrap>
        {choice('modeS0', w.modeS0, w.modes)}
        {choice('buildType', w.buildType, w.buildTypes)}
        {choice('tier', w.tier, w.tiers, !isOfficial)}
        {choice('acquisition', w.acquisition, w.acquisitions, !isOfficial)}
      </Space>
      <Form.Item name="owner" label={w.owner}>
        <Input disabled={!isOfficial} maxLength={120} />
      </Form.Item>
      <Form.Item name="operatorId" label={w.operator}>
        <Select
          allowClear
          showSearch
          disabled={!isOfficial}
          optionFilterProp="label"
          options={(operators.data ?? []).map((entry) => ({ value: entry.id, label: entry.name }))}
        />
      </Form.Item>
    </>
  );
}

function Measures() {
  const w = useWords(words);
  return (
    <>
      <Space wrap>
        <Form.Item name="buildingArea" label={w.buildingArea}>
          <InputNumber min={0.1} step={0.1} style={{ width: 130 }} />
        </Form.Item>
        <Form.Item name="usableArea" label={w.usableArea}>
          <InputNumber min={0.1} step={0.1} style={{ width: 130 }} />
        </Form.Item>
        <Form.Item name="capacity" label={w.capacity}>
          <InputNumber min={0} precision={0} style={{ width: 130 }} />
        </Form.Item>
        <Form.Item name="utilisation" label={w.utilisation}>
          <InputNumber min={0} max={100} precision={0} style={{ width: 110 }} />
        </Form.Item>
        <Form.Item name="condition" label={w.condition}>
          <Select allowClear style={{ width: 130 }} options={optionsOf(w.conditions)} />
        </Form.Item>
        <Form.Item name="openedOn" label={w.openedOn}>
          <Input type="date" style={{ width: 160 }} />
        </Form.Item>
      </Space>
      <Form.Item name="accessibility" label={w.accessibility}>
        <Checkbox.Group options={optionsOf(w.access)} />
      </Form.Item>
    </>
  );
}
