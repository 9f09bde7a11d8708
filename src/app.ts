import path from 'node:path';
import type { FastifyBaseLogger } from 'fastify';
import { addressBookRoutes } from './address-book/http.ts';
import { keyAuthentication, keyOf, refuseKeyInAddress } from './api-keys/authentication.ts';
import { apiKeyRoutes } from './api-keys/http.ts';
import { keyMay } from './api-keys/rules.ts';
import { apiRequestRoutes } from './api-requests/http.ts';
import { auditRoutes } from './audit/http.ts';
import { billingRoutes } from './billing/http.ts';
import { CALL_MEDIA } from './call-media.ts';
import { historyRoutes } from './calls/history/http.ts';
import { callRoutes } from './calls/http.ts';
import { cardRoutes } from './cards/http.ts';
import { DESTINATIONS } from './destinations.ts';
import { destinationRoutes } from './destinations/http.ts';
import { emergencyRoutes } from './emergency/http.ts';
import { SENT_EVENTS } from './events/catalogue-contract.ts';
import { eventRoutes } from './events/http.ts';
import { exportRoutes } from './exports/http.ts';
import { clearCallerIds } from './extensions/caller-ids.ts';
import { extensionRoutes } from './extensions/http.ts';
import { flowRoutes } from './flows/http.ts';
import { flowStatisticsRoutes } from './flows/statistics/http.ts';
import { flowTemplateRoutes } from './flows/templates/http.ts';
import { flowTestRoutes } from './flows/test-cases/http.ts';
import { flowWebhookRoutes } from './flows/webhook/http.ts';
import { forwardingRoutes } from './forwarding/http.ts';
import { fraudRoutes } from './fraud/http.ts';
import { groupRoutes } from './groups/http.ts';
import { holdMusicRoutes } from './hold-music/http.ts';
import { incidentRoutes } from './incidents/http.ts';
import { invoiceRoutes } from './invoices/http.ts';
import { limitRoutes } from './limits/http.ts';
import { liveRoutes } from './live/http.ts';
import { MEDIA_USERS } from './media-users.ts';
import { mediaRoutes } from './media/http.ts';
import { numberListRoutes } from './number-lists/http.ts';
import { numberPlanRoutes } from './number-plan/http.ts';
import { numberRoutes } from './numbers/http.ts';
import { OBJECT_USERS } from './object-users.ts';
import { outboundRoutes } from './outbound/http.ts';
import { partnerRoutes } from './partners/http.ts';
import { pastDueRoutes } from './past-due/http.ts';
import { paymentRoutes } from './payments/http.ts';
import { peopleRoutes } from './people/http.ts';
import { mayDo } from './people/rules.ts';
import { authenticator } from './people/sign-in/sessions.ts';
import { type Config, serverRule } from './platform/config.ts';
import type { Db } from './platform/db/db.ts';
import { healthRoutes, type Part } from './platform/http/health.ts';
import { servePages } from './platform/http/pages/pages.ts';
import type { Allows } from './platform/http/scope.ts';
import { createServer, type Server } from './platform/http/server.ts';
import { COMMIT, VERSION } from './platform/version.ts';
import { rateRoutes } from './rates/http.ts';
import { recordingRoutes } from './recordings/http.ts';
import { refundRoutes } from './refunds/http.ts';
import { reratingRoutes } from './rerating/http.ts';
import { retentionRoutes } from './retention/http.ts';
import { revenueRoutes } from './revenue/http.ts';
import { sandboxRoutes } from './sandbox/http.ts';
import { scheduleRoutes } from './schedules/http.ts';
import { serviceCallRoutes } from './service-calls/http.ts';
import { supportRoutes } from './support/http.ts';
import { refuseByStatus } from './tenants/guards.ts';
import './tables.ts';
import { tenantRoutes } from './tenants/http.ts';
import { transcriptRoutes } from './transcripts/http.ts';
import { trunkRoutes } from './trunks/http.ts';
import { voicemailRoutes } from './voicemail/http.ts';
import { webhookRoutes } from './webhooks/http.ts';
import { wholesaleBillRoutes } from './wholesale/http.ts';

export type Deps = {
  config: Config;
  db: Db;
  /** Of the role `app`, for a separate connection that listens to notifications. */
  databaseUrl: string;
  logger: FastifyBaseLogger;
  /** Whether calls can be made now. */
  voice: () => Promise<Part> | Part;
  /** The clock; tests set their own. */
  now?: () => Date;
  /** In tests, a response that doesn't match its schema exactly becomes a 500. */
  checkResponses?: boolean;
};

const web = path.resolve(import.meta.dirname, '../dist/web');

const allows: Allows = (caller, permission) =>
  caller.via === 'key' ? keyMay(caller, permission) : mayDo(caller.role, permission);

/** The whole API and the web: each slice is one line. */
export async function buildApp(given: Deps): Promise<Server> {
  const deps = { now: () => new Date(), ...given };
  const { config, db, logger, voice, checkResponses, now } = deps;
  const authenticateSession = authenticator(deps);
  const keys = keyAuthentication({ db, now: () => now().getTime() });
  const app = await createServer({
    db,
    secretKey: config.secretKey,
    now,
    logger,
    publicUrl: config.publicUrl,
    trustedProxies: config.trustedProxies,
    authenticate: async (request) => {
      refuseKeyInAddress(request);
      const key = keyOf(request);
      return key === null ? authenticateSession(request) : keys.authenticate(request, key);
    },
    limit: async (caller, reply) => {
      if (caller.via === 'key') await keys.limit(caller, reply);
    },
    allows,
    refuseByStatus,
    checkResponses,
  });
  healthRoutes(app, { db, voice, version: VERSION, commit: COMMIT, metricsToken: config.metricsToken });
  peopleRoutes(app, deps);
  partnerRoutes(app, deps);
  tenantRoutes(app, deps);
  destinationRoutes(app, { destinations: DESTINATIONS });
  extensionRoutes(app, { ...deps, destinations: DESTINATIONS });
  flowWebhookRoutes(app, deps);
  flowTemplateRoutes(app);
  forwardingRoutes(app, { destinations: DESTINATIONS });
  flowStatisticsRoutes(app);
  flowRoutes(app, { destinations: DESTINATIONS, servers: serverRule(config) });
  flowTestRoutes(app);
  groupRoutes(app, { destinations: DESTINATIONS });
  numberPlanRoutes(app);
  scheduleRoutes(app, { users: OBJECT_USERS });
  numberListRoutes(app, { users: OBJECT_USERS });
  numberRoutes(app, { destinations: DESTINATIONS, clearCallerIds });
  callRoutes(app);
  addressBookRoutes(app, deps);
  recordingRoutes(app, deps);
  voicemailRoutes(app, { ...deps, destinations: DESTINATIONS });
  transcriptRoutes(app);
  mediaRoutes(app, { ...deps, users: MEDIA_USERS });
  holdMusicRoutes(app);
  serviceCallRoutes(app);
  liveRoutes(app, deps);
  historyRoutes(app, { ...deps, media: CALL_MEDIA });
  trunkRoutes(app, deps);
  emergencyRoutes(app);
  billingRoutes(app);
  rateRoutes(app);
  reratingRoutes(app);
  limitRoutes(app);
  fraudRoutes(app);
  invoiceRoutes(app, deps);
  paymentRoutes(app, deps);
  cardRoutes(app, deps);
  refundRoutes(app);
  pastDueRoutes(app);
  revenueRoutes(app, deps);
  wholesaleBillRoutes(app, deps);
  outboundRoutes(app);
  supportRoutes(app);
  apiKeyRoutes(app);
  eventRoutes(app, { allows });
  apiRequestRoutes(app, deps);
  sandboxRoutes(app);
  webhookRoutes(app, deps);
  auditRoutes(app, deps);
  retentionRoutes(app);
  exportRoutes(app, deps);
  incidentRoutes(app, deps);
  await servePages(app, { folder: web, version: VERSION, events: SENT_EVENTS });
  await app.ready();
  return app;
}
