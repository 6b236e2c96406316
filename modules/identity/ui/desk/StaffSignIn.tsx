import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Button, Card, Form, Input } from 'antd';
import { useState } from 'react';
import { api, problemOf } from '../../../../platform/client.ts';
import { Trouble } from '../../../../ui/desk.tsx';
import { useWords } from '../../../../ui/preferences.ts';
import type { identity } from '../../contract.ts';
import { words } from './words.ts';

const calls = api<typeof identity>('identity');
type Fields = { loginName: string; password: string; totp?: string };

/** Name and password first, then the authenticator's code. */
export function StaffSignIn() {
  const w = useWords(words);
  const queries = useQueryClient();
  const [step, setStep] = useState<{ demonstrationCode?: string } | null>(null);
  const enter = useMutation({
    mutationFn: (fields: Fields) => calls.signInWithPassword(fields),
    onSuccess: () => queries.invalidateQueries(),
    onError: (error) => {
      const problem = problemOf(error);
      if (problem.type === 'identity/totp-needed') setStep({ demonstrationCode: problem['demonstrationCode'] as string | undefined });
    },
  });
  const isAsking = enter.error && problemOf(enter.error).type === 'identity/totp-needed';
  return (
    <Card style={{ maxWidth: 420, margin: '2rem auto' }}>
      <h1>{w.signIn}</h1>
      <Form<Fields> layout="vertical" onFinish={(fields) => enter.mutate(fields)} requiredMark={false}>
        <Form.Item name="loginName" label={w.loginName} rules={[{ required: true }]}>
          <Input autoComplete="username" autoFocus />
        </Form.Item>
        <Form.Item name="password" label={w.password} rules={[{ required: true }]}>
          <Input.Password visibilityToggle={false} autoComplete="current-password" />
        </Form.Item>
        {step && (
          <Form.Item
            name="totp"
            label={w.totp}
            help={step.demonstrationCode ? w.demoTotp(step.demonstrationCode) : w.totpHelp}
            rules={[{ required: true, pattern: /^\d{6}$/ }]}
          >
            <Input inputMode="numeric" autoComplete="one-time-code" maxLength={6} autoFocus />
          </Form.Item>
        )}
        {enter.error && !isAsking && <Trouble error={enter.error} />}
        <Button type="primary" htmlType="submit" block loading={enter.isPending} style={{ marginTop: 8 }}>
          {step ? w.enter : w.next}
        </Button>
      </Form>
    </Card>
  );
}
