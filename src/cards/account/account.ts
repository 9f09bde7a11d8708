import { type Config, webAddress } from '../../platform/config.ts';
import { asPartner, addJob, type Db, type Tx } from '../../platform/db/db.ts';
import { recordEvent } from '../../platform/db/events.ts';
import { lockPartner } from '../../platform/db/partner-lock.ts';
import { type Actor, SYSTEM } from '../../platform/http/caller.ts';
import { errorFactory } from '../../platform/http/errors.ts';
import { checkVersion } from '../../platform/http/if-match.ts';
import { newToken, seal, unseal } from '../../platform/secrets.ts';
import { settleAttemptLater } from '../follow-up.ts';
import { type PaymentProvider, ProviderRefusal } from '../provider.ts';
import { modeOf } from '../rules.ts';
import { runningAttemptsOf } from '../sql.ts';
import { StripeProvider } from '../stripe.ts';
import { accountErrors, type PaymentAccount, type PaymentAccountPatch } from './contract.ts';
import * as sql from './sql.ts';

const fail = errorFactory(accountErrors);

export const EVENTS_PATH = '/payment-events';

type Deps = { config: Config };

const keyContext = (partnerId: string): string => `payment key of partner ${partnerId}`;
const webhookContext = (partnerId: string): string => `payment webhook of partner ${partnerId}`;

/** The secret that events of a partner's account are signed with. */
export const openWebhookSecret = ({ config }: Deps, partnerId: string, sealed: Buffer): string =>
  unseal(config.secretKey, webhookContext(partnerId), sealed);

export async function readAccount(tx: Tx, partnerId: string, { config }: Deps): Promise<PaymentAccount> {
  const row = await sql.findAccount(tx, partnerId);
  const { isDemo } = config.stripe;
  if (!row)
    return {
      state: 'none',
      isOffered: false,
      mode: null,
      isDemo,
      keyEnd: null,
      account: null,
      hasWebhookSecret: false,
      eventsUrl: null,
      version: 0,
    };
  return {
    state: row.state,
    isOffered: row.state === 'ready' && row.sealed_webhook_secret !== null,
    mode: row.live ? 'live' : 'test',
    isDemo,
    keyEnd: row.key_end,
    account: row.account,
    hasWebhookSecret: row.sealed_webhook_secret !== null,
    eventsUrl: `${webAddress(config)}${EVENTS_PATH}/${row.path}`,
    version: row.version,
  };
}

/** Codes: `no_payment_account`, `stale_version`. A job checks the key, so that no transaction waits for the provider. */
export async function saveAccount(
  tx: Tx,
  by: Actor,
  {
    partnerId,
    patch,
    ifMatch,
    deps,
  }: { partnerId: string; patch: PaymentAccountPatch; ifMatch: number | null; deps: Deps & { path?: string } },
): Promise<PaymentAccount> {
  const { secretKey, webhookSecret } = patch;
  await lockPartner(tx, partnerId);
  const row = await sql.findAccount(tx, partnerId);
  checkVersion(ifMatch, row?.version ?? 0);
  const seals = (context: string, secret: string) => seal(deps.config.secretKey, context, secret);
  const webhook =
    webhookSecret === undefined ? {} : { sealed_webhook_secret: seals(webhookContext(partnerId), webhookSecret) };
  if (secretKey === undefined) {
    if (!row) throw fail('no_payment_account', 'Enter the secret key first.');
    await sql.updateAccount(tx, partnerId, webhook);
  } else {
    const live = modeOf(secretKey) === 'live';
    const key = { sealed_key: seals(keyContext(partnerId), secretKey), key_end: secretKey.slice(-4), live };
    if (row) {
      await sql.updateAccount(tx, partnerId, { ...key, ...webhook, state: 'checking' });
      if (row.live !== live) await sql.forgetCards(tx, partnerId);
    } else {
      const path = deps.path ?? newToken();
      await sql.insertAccount(tx, {
        partner_id: partnerId,
        path,
        account: null,
        sealed_webhook_secret: null,
        ...key,
        ...webhook,
      });
    }
    await addJob(tx, 'check_payment_account', { partnerId }, { key: `check_payment_account:${partnerId}` });
  }
  await recordEvent(tx, by, {
    ...eventOf('payment_account.edited', partnerId),
    after: {
      ...(secretKey !== undefined && { secretKey: `…${secretKey.slice(-4)}`, mode: modeOf(secretKey) }),
      ...(webhookSecret !== undefined && { webhookSecret: 'entered' }),
    },
  });
  return readAccount(tx, partnerId, deps);
}

export async function deleteAccount(tx: Tx, by: Actor, partnerId: string): Promise<void> {
  await lockPartner(tx, partnerId);
  if (!(await sql.deleteAccount(tx, partnerId))) return;
  const running = await runningAttemptsOf(tx, partnerId);
  // without keys, a job ends each, and asks the partner to look if it may have been charged
  for (const attempt of running) await settleAttemptLater(tx, attempt);
  const forgottenCards = await sql.forgetCards(tx, partnerId);
  await recordEvent(tx, by, {
    ...eventOf('payment_account.removed', partnerId),
    after: { forgottenCards, endedPayments: running.length },
  });
}

const eventOf = (action: string, partnerId: string) => ({
  action,
  target: { kind: 'payment_account', id: partnerId },
  partnerId,
});

/** The provider, by a partner's own key. Undefined without a key. */
export async function openProvider(tx: Tx, partnerId: string, { config }: Deps): Promise<PaymentProvider | undefined> {
  const row = await sql.findAccount(tx, partnerId);
  return row && providerOf(row, config);
}

/** Whether a partner's key moves money. Undefined without a key. */
export const isLiveAccount = async (tx: Tx, partnerId: string): Promise<boolean | undefined> =>
  (await sql.findAccount(tx, partnerId))?.live;

const providerOf = ({ partner_id, sealed_key }: sql.AccountRow, { secretKey, stripe }: Config): PaymentProvider =>
  new StripeProvider({ key: unseal(secretKey, keyContext(partner_id), sealed_key), url: stripe.url });

/** Whether the last check of a partner's key failed, or there is no key. Otherwise the key is checked again, because a call has just been refused. */
export const isKeyRefused = (db: Db, partnerId: string): Promise<boolean> =>
  asPartner(db, partnerId, async (tx) => {
    const row = await sql.findAccount(tx, partnerId);
    if (!row || row.state === 'refused') return true;
    await addJob(tx, 'check_payment_account', { partnerId }, { key: `check_payment_account:${partnerId}` });
    return false;
  });

/** Checks a key. If the provider can't be reached, the job runs again. */
export async function checkAccount(db: Db, partnerId: string, { config }: Deps): Promise<void> {
  const row = await asPartner(db, partnerId, (tx) => sql.findAccount(tx, partnerId));
  if (!row) return;
  const account = await providerOf(row, config)
    .readAccount()
    .catch((error: unknown) => {
      if (error instanceof ProviderRefusal) return null;
      throw error;
    });
  await asPartner(db, partnerId, async (tx) => {
    const saved = await sql.saveCheck(tx, row, account === null ? { state: 'refused' } : { state: 'ready', account });
    if (!saved) return;
    if (account !== null) await addJob(tx, 'resume_refunds', { partnerId }, { key: `resume_refunds:${partnerId}` });
    const isOther = account !== null && row.account !== null && row.account !== account;
    const forgottenCards = isOther ? await sql.forgetCards(tx, partnerId) : 0;
    await recordEvent(tx, SYSTEM, {
      ...eventOf(account === null ? 'payment_account.refused' : 'payment_account.checked', partnerId),
      after: { account, forgottenCards },
    });
  });
}
