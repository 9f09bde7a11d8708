import type { Config } from '../../platform/config.ts';
import { eventsOf, recordEvent } from '../../platform/db/events.ts';
import { webhookSecret } from '../../platform/http-client/signature.ts';
import type { Server } from '../../platform/http/server.ts';
import * as endpoints from './endpoints.ts';

export function flowWebhookRoutes(server: Server, { config }: { config: Config }): void {
  server.on(endpoints.getFlowWebhookCredentials, async ({ tx, caller, tenant }) => {
    await recordEvent(tx, caller, {
      ...eventOf('flow.webhook_secret_shown', tenant, tenant.id),
      after: {},
    });
    return { secret: webhookSecret(config.secretKey, tenant.id) };
  });
}

const eventOf = eventsOf('tenant');
