import { pino } from 'pino';
import { expect } from 'vitest';
import { openSequencer } from '../src/events/sequencer.ts';
import { openDb, openPool } from '../src/platform/db/db.ts';
import { newId } from '../src/platform/values/ids.ts';
import type { NewWebhook, WebhookDelivery } from '../src/webhooks/contract.ts';
import { createTestApp } from './app.ts';
import { respondOk, type Receiver, startReceiver } from './webhook-receiver.ts';

export const silent = pino({ level: 'silent' });

/** A partner with a tenant, webhooks to receivers on this machine, and calls that create events. */
export async function openWebhookFixture() {
  const app = await createTestApp({ settings: { WEBHOOK_PRIVATE_ADDRESSES: 'allow' } });
  const partnerId = await app.partner('Northwind');
  const admin = (await app.user('partner_admin', { partnerId })).call;
  const receivers: Receiver[] = [];
  const pool = openPool(app.database.urls.worker, 'dispatcher');
  const db = openDb(pool);
  const sequencer = openSequencer(db, silent);

  async function done(method: string, path: string, body?: unknown): Promise<any> {
    const answer = await admin(method, path, body);
    expect(answer.status, `${method} ${path}: ${answer.text}`).toBeLessThan(300);
    return answer.body;
  }
  const tenant = async (name: string): Promise<string> =>
    (await done('POST', '/tenants', { name, sipPrefix: name.toLowerCase(), status: 'ACTIVE' })).id;
  const tenantId = await tenant('Bakery');

  return {
    app,
    admin,
    db,
    tenantId,
    done,
    tenant,
    /** Starts a receiver, which is closed after each test. */
    async receiver(answer = respondOk): Promise<Receiver> {
      const one = await startReceiver(answer);
      receivers.push(one);
      return one;
    },
    /** Creates a webhook for a receiver, which verifies with its secret. */
    async hook(to: Receiver | string, more: object = {}): Promise<NewWebhook> {
      const url = typeof to === 'string' ? to : to.url;
      const made = await done('POST', '/webhooks', { name: 'CRM', url, types: ['call.started'], ...more });
      if (typeof to !== 'string') to.state.secret = made.secret;
      return made;
    },
    async callFrom(from: string, of = tenantId): Promise<string> {
      const id = newId();
      await app.query(
        `insert into live_calls (id, tenant_id, direction, from_number, to_number, node, channel_id) values ($1, $2, 'internal', $3, '102', 'n', 'c')`,
        [id, of, from],
      );
      return id;
    },
    deliveriesOf: async (id: string, filter = ''): Promise<WebhookDelivery[]> =>
      (await done('GET', `/webhooks/${id}/deliveries?limit=200${filter}`)).items,
    /** Places the current events, if no worker does. */
    async place(): Promise<void> {
      while ((await sequencer.run('everywhere')).isFull);
    },
    async clear(): Promise<void> {
      await app.query('delete from webhooks');
      await Promise.all(receivers.splice(0).map((one) => one.close()));
    },
    async close(): Promise<void> {
      await pool.end();
      await app.close();
    },
  };
}
