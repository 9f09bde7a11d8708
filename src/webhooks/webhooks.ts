import type { z } from 'zod';
import { inCatalogue } from '../events/catalogue-contract.ts';
import { lockSequencer } from '../events/sequencer.ts';
import { tenantFaults } from '../platform/db/chosen-tenants.ts';
import type { Tx } from '../platform/db/db.ts';
import { changes, recordEvent } from '../platform/db/events.ts';
import { cursorBy } from '../platform/db/keyset.ts';
import { newWebhookSecret } from '../platform/http-client/signature.ts';
import type { Caller } from '../platform/http/caller.ts';
import { errorFactory, notFound, platformErrors } from '../platform/http/errors.ts';
import { checkVersion } from '../platform/http/if-match.ts';
import { readPage, toPage } from '../platform/http/paging.ts';
import { HOUR_MS } from '../platform/time/durations.ts';
import { newId } from '../platform/values/ids.ts';
import { serverFault, type ServerRule } from '../platform/values/web-address.ts';
import {
  MAX,
  type NewWebhook,
  type Webhook,
  type WebhookCreate,
  webhookErrors,
  type WebhookPatch,
  type WebhookQuery,
} from './contract.ts';
import { sealSecret } from './secret.ts';
import { changeOrder, restartDeliveries } from './sending/line-sql.ts';
import * as sql from './sql.ts';

const fail = errorFactory({ ...platformErrors, ...webhookErrors });

export type WebhookDeps = ServerRule & { secretKey: string };

export function toWebhook(row: sql.WebhookRow): Webhook {
  const isFailing = row.state === 'on' && row.probe_at !== null;
  return {
    id: row.id,
    name: row.name,
    mode: row.mode,
    url: row.url,
    types: inCatalogue(row.types),
    tenantIds: row.tenant_ids,
    strictOrder: row.strict_order,
    state: isFailing ? 'failing' : row.state,
    stateSince: (isFailing ? row.failing_since : row.stopped_at)?.toISOString() ?? null,
    waiting: row.waiting,
    parked: row.parked,
    lastSuccessAt: row.last_success_at?.toISOString() ?? null,
    oldSecretUntil: row.old_secret_signs_until?.toISOString() ?? null,
    createdAt: row.created_at.toISOString(),
    version: row.version,
  };
}

export async function listWebhooks(tx: Tx, query: z.output<typeof WebhookQuery>) {
  const page = readPage<keyof typeof sql.SORTS>(query);
  const rows = await sql.listWebhooks(tx, page);
  return toPage(
    { rows, limit: page.limit, total: await sql.countWebhooks(tx) },
    cursorBy(sql.SORTS[page.sort]),
    toWebhook,
  );
}

/** Codes: `too_many_webhooks`, `invalid` (a forbidden address, or an unknown tenant). */
export async function createWebhook(
  tx: Tx,
  by: Caller,
  { partnerId, input, deps }: { partnerId: string; input: WebhookCreate; deps: WebhookDeps },
): Promise<NewWebhook> {
  await sql.lockWebhooks(tx, partnerId);
  const settings = await checked(tx, input, deps);
  if ((await sql.countWebhooks(tx)) >= MAX.webhooks)
    throw fail('too_many_webhooks', `You have ${MAX.webhooks} webhooks. Delete one first.`, {
      extra: { limit: MAX.webhooks },
    });
  const id = newId();
  const secret = newWebhookSecret();
  const sealed = sealSecret(deps.secretKey, id, secret);
  await sql.insertWebhook(tx, {
    id,
    partner_id: partnerId,
    made_by: by.id,
    mode: settings.mode,
    sealed_secret: sealed,
    ...columnsOf(settings),
  });
  await sql.setTenants(tx, partnerId, id, settings.tenantIds ?? []);
  await recordEvent(tx, by, {
    ...eventOf('webhook.created', { id, partner_id: partnerId, mode: settings.mode }),
    after: settings,
  });
  return { ...toWebhook(await read(tx, id)), secret };
}

/** Codes: `stale_version`, `invalid`. Waiting messages go to the new address. */
export async function editWebhook(
  tx: Tx,
  by: Caller,
  {
    found,
    patch,
    ifMatch,
    deps,
  }: { found: sql.WebhookRow; patch: WebhookPatch; ifMatch: number | null; deps: WebhookDeps },
): Promise<Webhook> {
  const row = await lock(tx, found, ifMatch);
  const before = settingsOf(row);
  const after = await checked(tx, { ...before, ...patch }, deps);
  const changed = changes(before, after);
  if (!changed) return toWebhook(row);
  // try a new address at once
  const isMoved = before.url !== after.url;
  await sql.updateWebhook(tx, row.id, { ...columnsOf(after), ...(isMoved ? sql.NOT_FAILING : {}) });
  if (before.strictOrder !== after.strictOrder) {
    await lockSequencer(tx);
    await changeOrder(tx, row.id, after.strictOrder);
  }
  if (isMoved) await restartDeliveries(tx, row.id, ['parked']);
  await sql.setTenants(tx, row.partner_id, row.id, after.tenantIds ?? []);
  await recordEvent(tx, by, { ...eventOf('webhook.edited', row), ...changed });
  return toWebhook(await read(tx, row.id));
}

/** Creates a new secret. For a number of hours, messages are also signed with the current one. */
export async function rotateSecret(
  tx: Tx,
  by: Caller,
  { found, overlapHours, now, deps }: { found: sql.WebhookRow; overlapHours: number; now: Date; deps: WebhookDeps },
): Promise<NewWebhook> {
  const { secretKey } = deps;
  const row = await lock(tx, found, null);
  const secret = newWebhookSecret();
  const until = overlapHours === 0 ? null : new Date(now.getTime() + overlapHours * HOUR_MS);
  await sql.updateWebhook(tx, row.id, {
    sealed_secret: sealSecret(secretKey, row.id, secret),
    sealed_old_secret: until && row.sealed_secret,
    old_secret_until: until,
  });
  await recordEvent(tx, by, {
    ...eventOf('webhook.secret_replaced', row),
    after: { oldSecretUntil: until?.toISOString() ?? null },
  });
  return { ...toWebhook(await read(tx, row.id)), secret };
}

/** Deletes a webhook with its deliveries. */
export async function deleteWebhook(tx: Tx, by: Caller, found: sql.WebhookRow, ifMatch: number | null): Promise<void> {
  const row = await lock(tx, found, ifMatch);
  await sql.deleteWebhook(tx, row.id);
  await recordEvent(tx, by, { ...eventOf('webhook.deleted', row), before: settingsOf(row) });
}

export const eventOf = (
  action: string,
  { id, partner_id: partnerId, mode }: Pick<sql.WebhookRow, 'id' | 'partner_id' | 'mode'>,
) => ({
  action,
  target: { kind: 'webhook', id },
  partnerId,
  mode,
});

/** Locks the webhook and returns its current row. */
export async function lock(tx: Tx, found: sql.WebhookRow, ifMatch: number | null): Promise<sql.WebhookRow> {
  await sql.lockWebhooks(tx, found.partner_id);
  const row = await read(tx, found.id);
  checkVersion(ifMatch, row.version);
  return row;
}

export async function read(tx: Tx, id: string): Promise<sql.WebhookRow> {
  const row = await sql.findWebhook(tx, id);
  if (!row) throw notFound();
  return row;
}

const settingsOf = (row: sql.WebhookRow): WebhookCreate => {
  const { name, mode, url, types, tenantIds, strictOrder } = toWebhook(row);
  return { name, mode, url, types, tenantIds, strictOrder };
};

const columnsOf = ({ name, url, types, tenantIds, strictOrder }: WebhookCreate) => ({
  name,
  url,
  types,
  all_tenants: tenantIds === null,
  strict_order: strictOrder,
});

/** The settings in stored form: events and tenants are unique and sorted. */
async function checked(tx: Tx, settings: WebhookCreate, deps: WebhookDeps): Promise<WebhookCreate> {
  const fault = serverFault(settings.url, deps);
  const errors = [...(fault === null ? [] : [{ path: 'url', message: fault }]), ...(await tenantFaults(tx, settings))];
  if (errors.length > 0) throw fail('invalid', 'The webhook’s settings are invalid.', { errors });
  return {
    ...settings,
    types: inCatalogue(settings.types),
    tenantIds: settings.tenantIds && [...new Set(settings.tenantIds)].toSorted(),
  };
}
