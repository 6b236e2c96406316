import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

/** What a gateway tells of a payment. The same notice may come again, late, or before another that happened earlier. */
export const Notice = z.object({
  noticeId: z.string().min(1).max(64),
  paymentId: z.uuid(),
  kind: z.enum(['paid', 'refunded', 'failed']),
  amountFen: z.int().min(0),
  happenedAt: z.iso.datetime({ offset: true }),
});
export type Notice = z.infer<typeof Notice>;

/** A way to pay outside. An adapter turns its own calls and callbacks into these. */
export type Gateway = {
  name: string;
  /** Where whoever pays goes on. */
  payUrl(paymentId: string): string;
  /** The notice behind a callback; null where the signature does not belong to it or it says nothing that is understood. */
  read(payload: string, signature: string): Notice | null;
};

const sign = (secret: string, payload: string) => createHmac('sha256', secret).update(payload).digest('hex');
const isSame = (a: string, b: string) => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b));

/**
 * A gateway as the public ones are, of our own: it signs what it tells with a secret that both sides hold.
 * For tests, and for the demonstration, where nobody pays anything.
 */
export function mockGateway(secret: string): Gateway & { tell(notice: Notice): { payload: string; signature: string } } {
  return {
    name: 'mock',
    payUrl: (paymentId) => `/pay/${paymentId}`,
    read: (payload, signature) => {
      if (!isSame(sign(secret, payload), signature)) return null;
      try {
        return Notice.parse(JSON.parse(payload));
      } catch {
        return null;
      }
    },
    tell: (notice) => {
      const payload = JSON.stringify(notice);
      return { payload, signature: sign(secret, payload) };
    },
  };
}
