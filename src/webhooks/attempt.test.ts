import { expect, it } from 'vitest';
import { attemptDelivery } from './attempt.ts';
import { sealSecret } from './secret.ts';
import type { DueDelivery } from './sending-sql.ts';

const KEY = '0'.repeat(64);
const delivery: DueDelivery = {
  id: 'delivery',
  webhook_id: 'webhook',
  partner_id: 'partner',
  message_id: 'message',
  type: 'call.ended',
  body: '{}',
  urgent: false,
  line: null,
  attempts: 0,
  queued_at: new Date(0),
  tried_since: null,
  name: 'CRM',
  url: 'https://receiver.example/',
  sealed_secret: sealSecret(KEY, 'webhook', 'whsec_c2VjcmV0'),
  sealed_old_secret: null,
  failing_since: null,
  failures: 0,
  probe_at: null,
};

it('does not send what it can’t sign, and tries again later', async () => {
  const sent: string[] = [];
  const sender = {
    post: ({ url }: { url: string }) => {
      sent.push(url);
      return Promise.resolve({ kind: 'failed', because: 'unreachable' } as const);
    },
    close: () => Promise.resolve(),
  };
  const failureWith = async (key: string) => (await attemptDelivery(sender, key, delivery, 0)).failure;
  expect(await failureWith(KEY)).toBe('unreachable');
  expect(await failureWith('1'.repeat(64))).toBe('unreadable_secret');
  expect(sent).toEqual(['https://receiver.example/']);
});
