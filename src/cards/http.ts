import type { Config } from '../platform/config.ts';
import type { Db, Tx } from '../platform/db/db.ts';
import { fail } from '../platform/http/errors.ts';
import { sendProblem } from '../platform/http/problem.ts';
import type { Server } from '../platform/http/server.ts';
import { Upload } from '../platform/values/upload.ts';
import { EVENTS_PATH } from './account/account.ts';
import { paymentAccountRoutes } from './account/http.ts';
import {
  cancelPayment,
  findPayment,
  readTenantCards,
  startPayment,
  startSaving,
  toCardPayment,
} from './card-payments.ts';
import { findCard, deleteCard, startAutoPay, stopAutoPay } from './cards.ts';
import * as endpoints from './endpoints.ts';
import { processEvent } from './events.ts';

type Deps = { config: Config; db: Db; now: () => Date };
type Named<Params> = { tx: Tx; tenant: { id: string }; params: Params };

/** The largest events contain a payment with its lines. */
const MAX_EVENT_BYTES = 262_144;

const existing = {
  find: ({ tx, tenant, params }: Named<{ cardPaymentId: string }>) => findPayment(tx, tenant.id, params.cardPaymentId),
};

export function cardRoutes(server: Server, deps: Deps): void {
  const { config } = deps;
  paymentAccountRoutes(server, deps);

  server.on(endpoints.getTenantCards, ({ tx, tenant, now }) => readTenantCards(tx, tenant.id, now, config.stripe));

  server.on(endpoints.createCardPayment, ({ tx, caller, tenant, body }) => startPayment(tx, caller, tenant, body));

  server.on(endpoints.getCardPayment, existing, ({ found }) => toCardPayment(found));

  server.on(endpoints.cancelCardPayment, existing, ({ tx, caller, tenant, found }) =>
    cancelPayment(tx, caller, tenant, found),
  );

  server.on(endpoints.createCard, ({ tx, caller, tenant }) => startSaving(tx, caller, tenant));

  server.on(
    endpoints.deleteCard,
    { find: ({ tx, tenant, params }: Named<{ cardId: string }>) => findCard(tx, tenant.id, params.cardId) },
    ({ tx, caller, tenant, found }) => deleteCard(tx, caller, tenant, found),
  );

  server.on(endpoints.putAutoPay, ({ tx, caller, tenant, body, now }) =>
    startAutoPay(tx, caller, { tenant, cardId: body.cardId, now }),
  );

  server.on(endpoints.deleteAutoPay, ({ tx, caller, tenant }) => stopAutoPay(tx, caller, tenant));

  takeEvents(server, deps);
}

/** Takes events from the payment provider. It signs the bytes that it sends, so they are left as they are. */
function takeEvents(server: Server, { config, db, now }: Deps): void {
  server.register(async (posted) => {
    posted.removeAllContentTypeParsers();
    posted.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body: Buffer, done) =>
      done(null, new Upload(body)),
    );
    posted.post<{ Params: { path: string } }>(
      `${EVENTS_PATH}/:path`,
      { bodyLimit: MAX_EVENT_BYTES },
      async (request, reply) => {
        const body = request.body instanceof Upload ? Buffer.from(request.body.bytes) : Buffer.alloc(0);
        const signature = request.headers['stripe-signature'];
        const receipt = await processEvent(db, { path: request.params.path, signature, body }, now(), { config });
        if (receipt === 'no_account') return reply.callNotFound();
        if (receipt === 'refused')
          return sendProblem(fail('malformed', 'This isn’t an event of the account.'), request, reply);
        return reply.code(200).send({});
      },
    );
  });
}
