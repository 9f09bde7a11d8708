import type { Logger } from 'pino';
import { listRegistrations } from '../asterisk/ami.ts';
import { requestAri } from '../asterisk/ari-request.ts';
import type { VoiceConnection } from '../asterisk/connection.ts';
import { openEndpointCache } from '../asterisk/configuration/endpoint-cache.ts';
import { endOfLog } from '../asterisk/log/log-file.ts';
import { saveNotedRefusal } from '../calls/admission/admission.ts';
import { type CallProgress, saveParties, saveProgress } from '../calls/records/call-records.ts';
import { extendLeg } from '../calls/admission/extending.ts';
import { hasAnotherAttempt } from '../calls/scenes/dialling.ts';
import type { CallLimits } from '../calls/model/silence.ts';
import { readRpcAddress } from '../edge/rpc.ts';
import { edgeStartedAt, restorePhones, silentPhones } from '../edge/phones.ts';
import { markSilentPhones, phonesOfNode } from '../extensions/silent-phones.ts';
import { ownHoldMusic } from '../hold-music/hold-music.ts';
import { type Db, isDataError } from '../platform/db/db.ts';
import { listenToDatabase } from '../platform/db/listen.ts';
import { openStorage } from '../platform/db/storage.ts';
import { openWebClient, type WebClientSettings } from '../platform/http-client/client.ts';
import { openTrunkKeeper } from '../trunks/trunk-keeper.ts';
import { type HangupCauses, translate } from './ari/ari-events.ts';
import { openAriLoad } from './ari/ari-load.ts';
import { openAsteriskLink } from './ari/asterisk-link.ts';
import { countFreeChannels } from './free-channels.ts';
import { CallRunner } from './runner/call-runner.ts';
import { callEffects } from './effects.ts';
import { handleNotification } from './notifications.ts';
import { openFlowEffects } from './flows.ts';
import { openHoldMusic } from './music/hold-music.ts';
import { openLiveParties } from './writing/live-parties.ts';
import { openLamps } from './lamps/lamps.ts';
import { openRecordings } from './recording/recordings.ts';
import { openPaidTime } from './paid-time.ts';
import { openPhoneKeys } from './lamps/phone-keys.ts';
import { openPhoneWatch } from './phone-watch.ts';
import { openServiceCallEffects } from './service-calls.ts';
import { openReconciler } from './recovery/reconcile.ts';
import { openRefusedCalls } from './notes/refused-calls.ts';
import { Recorders } from './recording/recorders.ts';
import { openTrunkGuard } from './trunk-guard.ts';
import { openVoicemail } from './voicemail.ts';
import { openWriteBehind } from './writing/write-behind.ts';

export type ControlOptions = {
  db: Db;
  databaseUrl: string;
  dataDir: string;
  secretKey: string;
  limits: CallLimits;
  privateAddresses: WebClientSettings['privateAddresses'];
  log: Logger;
};

/** How often everything is compared, in case an event, a notification or a command was lost. */
const RECONCILE_MS = 10_000;
/** How many writes run at a time. Admissions must always find a free connection. */
const WRITERS = 4;
const LAST_WRITES_MS = 2000;
/** How much of an unreadable event is logged. */
const LOGGED_CHARACTERS = 500;

/** Digits may be a PIN, so they are not logged. */
const withoutDigits = (event: string): string => event.replaceAll(/("digit": ?)"[^"]*"/g, '$1""');

/** Controls the calls of the Asterisk on this machine until stopped. The calls themselves survive it. */
export function startControl({ db, databaseUrl, dataDir, secretKey, limits, privateAddresses, log }: ControlOptions): {
  stop(): Promise<void>;
} {
  const writeBehind = openWriteBehind<CallProgress>({
    async saveRows(rows) {
      await saveProgress(db, rows);
      for (const { facts } of rows) parties.rowsChanged(facts.tenantId);
    },
    isAboutRows: isDataError,
    writers: WRITERS,
    log: (err) => log.error({ err }, 'a call could not be saved; trying again'),
  });
  const parties = openLiveParties({
    save: (rows, tenantIds) => saveParties(db, rows, tenantIds),
    log: (err) => log.error({ err }, 'the parties of calls could not be saved; trying again'),
  });
  function requireConnection(): VoiceConnection {
    const connection = link.connection();
    if (!connection) throw new Error('Asterisk has not been reached yet.');
    return connection;
  }
  const node = (): string => requireConnection().node;
  const spool = (): string => requireConnection().spool;
  const load = openAriLoad(async (method, path, body) => {
    const response = await requestAri(requireConnection(), method, path, body);
    const failure = response.status < 300 ? undefined : response.body;
    log.debug({ method, path, status: response.status, failure }, 'ARI request');
    return response;
  });
  const { request } = load;
  const trunks = openTrunkKeeper({
    db,
    secretKey,
    node: () => link.connection()?.node,
    ari: (method, path, body) => requestAri(requireConnection(), method, path, body),
    registrations: () => listRegistrations(requireConnection()),
    readLog: () => endOfLog(dataDir),
    log,
  });
  const endpoints = openEndpointCache(
    () => link.connection(),
    (err) => log.warn({ err }, 'Asterisk could not be notified of changed phones; it notices within a minute'),
  );
  const guard = openTrunkGuard({
    watch: trunks.watch,
    hasAnother: (leg) => calls.all().some(({ call }) => hasAnotherAttempt(call, leg)),
    giveUp: (leg, cause) => {
      log.warn({ leg }, 'a trunk does not respond; trying the next one');
      void request('DELETE', `channels/${leg}?reason_code=${cause}`).catch(() => {});
    },
  });
  const keys = openPhoneKeys({ db, dataDir, connection: () => link.connection(), request, log });
  const storage = openStorage(dataDir);
  const music = openHoldMusic({
    connection: () => link.connection(),
    readMusic: () => ownHoldMusic(db),
    storage,
    request,
    log: (err) => log.warn({ err }, 'a tenant’s hold music could not be loaded into Asterisk; trying again'),
  });
  const recordings = openRecordings({ dataDir, storage, request, spool });
  const voicemail = openVoicemail({ db, storage, secretKey, recordings, writeLater: writeBehind.write, log });
  const lamps = openLamps({ db, dataDir, request, log: (err) => log.warn({ err }, 'message lamps were not set') });
  const web = openWebClient({ privateAddresses });
  const recorders = new Recorders({
    db,
    storage,
    request,
    connection: requireConnection,
    mediaOf: recordings.mediaOf,
    log,
  });
  const paidTime = openPaidTime({
    extend: (leg, at) => extendLeg(db, leg, at),
    send: (callId, event) => void calls.send(callId, event),
    log: (err, { callId }) => log.warn({ err, call: callId }, 'the time of a call could not be reserved; trying again'),
  });
  const serviceCalls = openServiceCallEffects({
    db,
    storage,
    node,
    recordings,
    writeLater: writeBehind.write,
    isWritten: writeBehind.has,
    log,
  });
  const calls = new CallRunner(
    callEffects({
      db,
      writeBehind,
      request,
      isOverloaded: load.isOverloaded,
      node,
      freeChannels: () =>
        countFreeChannels(
          calls.all().map(({ call }) => call),
          requireConnection().audioChannels,
        ),
      watch: trunks.watch,
      guard,
      busyStates: keys.states,
      parties,
      recordings,
      music,
      voicemail,
      recorders,
      flows: openFlowEffects({ db, web, secretKey }, log),
      serviceCalls,
      paidTime,
      log,
    }),
  );
  const phones = openPhoneWatch({
    node: () => link.connection()?.node,
    edge: {
      startedAt: () => edgeStartedAt(readRpcAddress(dataDir)),
      silentPhones: () => silentPhones(readRpcAddress(dataDir)),
      restore: (registered) => restorePhones(readRpcAddress(dataDir), registered),
    },
    database: {
      phones: (of) => phonesOfNode(db, of),
      markSilent: (of, addresses) => markSilentPhones(db, of, addresses),
    },
    log: (err) => log.warn({ err }, 'could not read silent phones from the edge, or save them; trying again'),
  });
  const refusedCalls = openRefusedCalls({ save: (arrival) => saveNotedRefusal(db, arrival), spool, log });
  const reconciler = openReconciler({ db, request, calls, writeBehind, limits, node, spool, log });

  const causes: HangupCauses = new Map();
  function onEvent(text: string): void {
    log.debug({ event: withoutDigits(text) }, 'an event from Asterisk');
    try {
      const json: unknown = JSON.parse(text);
      if (recorders.onAriEvent(json)) return;
      const translated = translate(json, causes);
      if (!translated) return;
      recorders.onEvent(translated.channel, translated.event);
      guard.onEvent(translated.event);
      calls.receive(translated.channel, translated.event);
    } catch (err) {
      log.warn({ err, event: withoutDigits(text).slice(0, LOGGED_CHARACTERS) }, 'an unreadable event is ignored');
    }
  }
  async function reconcileDatabase(): Promise<void> {
    // Without a connection we don't know yet which Asterisk this is.
    if (!link.connection()) return;
    await tried(reconciler.compareWithDatabase(), 'the database is out of reach');
  }
  async function reconcile(): Promise<void> {
    if (!link.isOpen()) return;
    await tried(reconciler.compareWithAsterisk(), 'Asterisk is out of reach');
    await reconcileDatabase();
    for (const recover of recoveries) await recover();
    keys.watched.refresh();
  }
  /** The next comparison tries again what has failed. */
  const tried = (work: Promise<void>, failure: string): Promise<void> =>
    work.catch((err: unknown) => log.warn({ err }, failure));
  const recoveries = [
    () => tried(voicemail.recover(isBeingRecorded), 'voicemail messages are recovered later'),
    () => tried(recorders.recover(), 'recordings are completed later'),
    () => tried(serviceCalls.recover(calls), 'service calls are recovered later'),
    () => tried(recordings.sweep(), 'old sounds are removed later'),
    () => tried(refusedCalls.recover(), 'refused calls are recorded later'),
  ];
  const isBeingRecorded = (id: string): boolean =>
    calls.all().some(({ call: { scene } }) => scene.kind === 'takingMessage' && scene.note.id === id);

  const link = openAsteriskLink({
    dataDir,
    onEvent,
    takeOver() {
      causes.clear();
      return reconciler.takeOver();
    },
    onConnected: () => {
      void reconcileDatabase();
      for (const recover of recoveries) void recover();
      lamps.changed(null);
      trunks.connected();
      music.refresh();
      keys.connected();
    },
    log,
  });
  const stopListening = listenToDatabase(
    databaseUrl,
    [
      'tenant_status',
      'call_hangup',
      'call_recording',
      'trunks',
      'endpoints',
      'phones',
      'voicemails',
      'hold_music',
      'service_calls',
    ],
    {
      name: 'calls',
      onNotice: (channel, payload) =>
        handleNotification({ calls, trunks, endpoints, lamps, recorders, keys, music }, channel, payload),
      onConnected: () => {
        endpoints.forget(null);
        lamps.changed(null);
        keys.hints.refresh();
        keys.watched.phonesChanged();
        music.refresh();
        void trunks.read();
        void reconcileDatabase();
      },
      log: (err) => log.warn({ err }, 'the database is out of reach'),
    },
  );
  const reconciling = setInterval(() => void reconcile(), RECONCILE_MS);
  return {
    async stop() {
      clearInterval(reconciling);
      stopListening();
      trunks.stop();
      phones.stop();
      keys.stop();
      music.stop();
      paidTime.stop();
      await link.stop();
      await web.close();
      await writeBehind.flush(LAST_WRITES_MS);
      parties.stop();
    },
  };
}
