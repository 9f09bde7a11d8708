import type { Destinations } from '../destinations/destinations.ts';
import type { Config } from '../platform/config.ts';
import type { Tx } from '../platform/db/db.ts';
import { openStorage } from '../platform/db/storage.ts';
import { byId } from '../platform/http/by-id.ts';
import type { Caller } from '../platform/http/caller.ts';
import type { Server } from '../platform/http/server.ts';
import { findAccessible, accessOf } from './access.ts';
import * as endpoints from './endpoints.ts';
import { prepareGreeting, readGreeting, deleteGreeting, saveGreeting } from './greetings.ts';
import { createMailbox, editMailbox, findMailbox, listMailboxes, deleteMailbox, toMailbox } from './mailboxes.ts';
import { editVoicemail, listVoicemails, deleteVoicemail, playVoicemail, toVoicemail } from './voicemails.ts';

const mailbox = byId('mailboxId', findMailbox);
const voicemail = {
  find: ({ tx, caller, params }: { tx: Tx; caller: Caller; params: { voicemailId: string } }) =>
    findAccessible(tx, caller, params.voicemailId),
};

type Deps = { config: Config; destinations: Destinations };

export function voicemailRoutes(server: Server, { config: { dataDir, secretKey }, destinations }: Deps): void {
  const storage = openStorage(dataDir);

  server.on(endpoints.listMailboxes, ({ tx, query }) => listMailboxes(tx, query));

  server.on(endpoints.createMailbox, ({ tx, caller, tenant, body }) =>
    createMailbox(tx, caller, { tenant, input: body, secretKey }),
  );

  server.on(endpoints.getMailbox, mailbox, async ({ found }) => toMailbox(found));

  server.on(endpoints.editMailbox, mailbox, ({ tx, caller, tenant, found, body, ifMatch }) =>
    editMailbox(tx, caller, { tenant, id: found.id, patch: body, ifMatch, secretKey }),
  );

  server.on(endpoints.deleteMailbox, mailbox, ({ tx, caller, tenant, found, ifMatch }) =>
    deleteMailbox(tx, caller, { tenant, id: found.id, ifMatch, destinations }),
  );

  server.on(endpoints.getGreeting, mailbox, ({ tenant, found }) => readGreeting(found, tenant.id, storage));

  server.on(
    endpoints.putGreeting,
    { ...mailbox, prepare: ({ body }) => prepareGreeting(body) },
    ({ tx, caller, tenant, found, prepared }) =>
      saveGreeting(tx, caller, { tenant, mailboxId: found.id, wav: prepared, storage }),
  );

  server.on(endpoints.deleteGreeting, mailbox, ({ tx, caller, tenant, found }) =>
    deleteGreeting(tx, caller, tenant, found.id),
  );

  server.on(endpoints.listVoicemails, async ({ tx, caller, query }) =>
    listVoicemails(tx, query, await accessOf(tx, caller)),
  );

  server.on(endpoints.getVoicemail, voicemail, async ({ found }) => toVoicemail(found));

  server.on(endpoints.editVoicemail, voicemail, ({ tx, caller, tenant, found, body, ifMatch, now }) =>
    editVoicemail(tx, caller, { tenant, id: found.id, patch: body, ifMatch, now }),
  );

  server.on(endpoints.deleteVoicemail, voicemail, ({ tx, caller, tenant, found, ifMatch }) =>
    deleteVoicemail(tx, caller, { tenant, id: found.id, ifMatch }),
  );

  server.on(endpoints.getVoicemailAudio, voicemail, ({ tx, caller, tenant, found, now }) =>
    playVoicemail(tx, caller, { tenant, row: found, storage, now }),
  );
}
