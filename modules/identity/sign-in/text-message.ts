import { createHmac } from 'node:crypto';
import type { Settings, Writing } from '../../../platform/context.ts';
import type { Vault } from '../../../platform/crypto.ts';
import type { Job } from '../../../platform/job.ts';
import { refuse } from '../../../platform/refuse.ts';
import { noGateway } from '../contract.ts';

/**
 * Sends a text message. Demonstration: it is printed. Otherwise a job posts it to the configured gateway, so that it goes out
 * if and only if the command commits, and is tried again when the gateway is down.
 */
export async function sendText(context: Writing, phone: string, text: string): Promise<void> {
  if (context.settings.smsGateway) await context.enqueue('send-text', { sealed: context.vault.seal('sms', JSON.stringify({ phone, text })) });
  else if (context.settings.demonstration) context.log.info({ to: phone, text }, 'text message (demonstration: printed)');
  else refuse(noGateway);
}

/** Posts one message as JSON, signed with HMAC-SHA256 over the body; any answer but 2xx is tried again later. */
async function postToGateway(gateway: { url: string; secret: string }, message: { phone: string; text: string }): Promise<void> {
  const body = JSON.stringify(message);
  const signature = createHmac('sha256', gateway.secret).update(body).digest('hex');
  const response = await fetch(gateway.url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-signature': signature },
    body,
    signal: AbortSignal.timeout(10_000),
  });
  if (!response.ok) throw new Error(`the SMS gateway answered ${response.status}`);
}

export function identityJobs({ vault, settings }: { vault: Vault; settings: Settings }): Job[] {
  return [
    {
      name: 'send-text',
      run: async ({ sealed }) => {
        if (settings.smsGateway) await postToGateway(settings.smsGateway, JSON.parse(vault.open('sms', String(sealed))));
      },
    },
  ];
}
