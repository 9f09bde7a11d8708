import { type Config, serverRule } from '../platform/config.ts';
import type { Tx } from '../platform/db/db.ts';
import { byId } from '../platform/http/by-id.ts';
import type { Server } from '../platform/http/server.ts';
import { listDeliveries, replayDelivery, replaySpan, sendTest, skipDelivery } from './deliveries/deliveries.ts';
import { findDelivery } from './deliveries/sql.ts';
import * as endpoints from './endpoints.ts';
import { pauseWebhook, resumeWebhook } from './health/running.ts';
import { findWebhook } from './sql.ts';
import * as webhooks from './webhooks.ts';

type Named<Params> = { tx: Tx; params: Params };

const existing = byId('webhookId', findWebhook);

const existingDelivery = {
  find: async ({ tx, params }: Named<{ webhookId: string; deliveryId: string }>) => {
    const webhook = await findWebhook(tx, params.webhookId);
    const delivery = await findDelivery(tx, params.webhookId, params.deliveryId);
    return webhook && delivery && { webhook, delivery };
  },
};

export function webhookRoutes(server: Server, { config }: { config: Config }): void {
  const deps = { secretKey: config.secretKey, ...serverRule(config) };

  server.on(endpoints.listWebhooks, ({ tx, query }) => webhooks.listWebhooks(tx, query));

  server.on(endpoints.createWebhook, ({ tx, caller, partnerId, body }) =>
    webhooks.createWebhook(tx, caller, { partnerId, input: body, deps }),
  );

  server.on(endpoints.getWebhook, existing, ({ found }) => webhooks.toWebhook(found));

  server.on(endpoints.editWebhook, existing, ({ tx, caller, found, body, ifMatch }) =>
    webhooks.editWebhook(tx, caller, { found, patch: body, ifMatch, deps }),
  );

  server.on(endpoints.deleteWebhook, existing, ({ tx, caller, found, ifMatch }) =>
    webhooks.deleteWebhook(tx, caller, found, ifMatch),
  );

  server.on(endpoints.rotateWebhookSecret, existing, ({ tx, caller, found, body, now }) =>
    webhooks.rotateSecret(tx, caller, { found, overlapHours: body.overlapHours, now, deps }),
  );

  server.on(endpoints.pauseWebhook, existing, ({ tx, caller, found, now }) => pauseWebhook(tx, caller, found, now));

  server.on(endpoints.resumeWebhook, existing, ({ tx, caller, found, body }) =>
    resumeWebhook(tx, caller, found, body.from),
  );

  server.on(endpoints.testWebhook, existing, ({ tx, caller, found, now }) => sendTest(tx, caller, found, now));

  server.on(endpoints.listWebhookDeliveries, existing, ({ tx, found, query }) => listDeliveries(tx, found.id, query));

  server.on(endpoints.replayWebhookDelivery, existingDelivery, ({ tx, caller, found }) =>
    replayDelivery(tx, caller, found),
  );

  server.on(endpoints.skipWebhookDelivery, existingDelivery, ({ tx, caller, found }) =>
    skipDelivery(tx, caller, found),
  );

  server.on(endpoints.replayWebhook, existing, ({ tx, caller, found, body }) => replaySpan(tx, caller, found, body));
}
