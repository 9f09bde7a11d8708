import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { EVENTS_PATH } from '../../../cards/account/account.ts';
import { type Config, webAddress } from '../../../platform/config.ts';
import { writeWholeSync } from '../../../platform/process/whole-file.ts';
import { newToken } from '../../../platform/secrets.ts';
import { PaymentDouble, signEvent } from './double.ts';
import type { StripeObject } from './objects.ts';

/** The keys of the demo’s account, as a partner would enter them, and the address that its events are posted to. */
export type DemoAccount = { secretKey: string; webhookSecret: string; path: string };

const Stored = z.object({
  account: z.object({ secretKey: z.string(), webhookSecret: z.string(), path: z.string() }),
  port: z.number(),
  // the double's own objects, as it wrote them
  things: z.array(z.custom<StripeObject>((object) => typeof object === 'object' && object !== null)),
});

/** How often to post an event, a second apart. */
const POSTS = 5;
const BETWEEN_MS = 1000;

/** The demo's payment double. It stores everything across restarts, because saved cards have to last. */
export async function openDemoPayments(config: Config) {
  const file = path.join(config.dataDir, 'demo-payments.json');
  const stored = existsSync(file) ? (Stored.safeParse(JSON.parse(readFileSync(file, 'utf8'))).data ?? null) : null;
  const account: DemoAccount = stored?.account ?? {
    secretKey: `sk_test_${randomBytes(12).toString('hex')}`,
    webhookSecret: `whsec_${randomBytes(24).toString('hex')}`,
    path: newToken(),
  };
  const posting = new AbortController();
  const options = {
    key: account.secretKey,
    host: config.host,
    objects: stored?.things ?? [],
    onEvent: (body: string) => void post(config, account, body, posting.signal),
    onChange: (objects: StripeObject[]) => save(objects),
  };
  // the same port, because open pages link to it
  const double = await PaymentDouble.open({ ...options, port: stored?.port ?? 0 }).catch(() =>
    PaymentDouble.open(options),
  );
  const save = (objects: readonly StripeObject[]): void =>
    writeWholeSync(file, JSON.stringify({ account, port: double.port, things: objects }), 0o600);
  save(double.objects.all());
  return {
    url: double.url,
    account,
    close: async () => {
      posting.abort();
      await double.close();
    },
  };
}

async function post(config: Config, { path: at, webhookSecret }: DemoAccount, body: string, signal: AbortSignal) {
  for (let left = POSTS; left > 0 && !signal.aborted; left--) {
    const headers = { 'content-type': 'application/json', 'stripe-signature': signEvent(webhookSecret, body) };
    const address = `${webAddress({ ...config, publicUrl: undefined })}${EVENTS_PATH}/${at}`;
    const response = await fetch(address, { method: 'POST', headers, body, signal }).catch(() => null);
    if (response?.ok) return;
    await pause(BETWEEN_MS, undefined, { signal }).catch(() => undefined);
  }
}
