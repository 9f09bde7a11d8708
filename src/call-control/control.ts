import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { type Db, isDataError } from '../platform/db/db.ts';
import { perform, type Request } from './ari.ts';
import { translate } from './ari-events.ts';
import { listRegistrations } from '../asterisk/ami.ts';
import { openEndpointCache } from '../asterisk/endpoint-cache.ts';
import { requestAri } from '../asterisk/ari-request.ts';
import { endOfLog } from '../asterisk/log-file.ts';
import { openAriSocket, type AriSocket } from './ari-socket.ts';
import { admit, admitWithoutDatabase } from '../calls/admission.ts';
import * as records from '../calls/call-records.ts';
import { readConnection, takeControl, type VoiceConnection } from '../asterisk/connection.ts';
import { runCalls } from './call-runner.ts';
import { openWriteBehind } from './write-behind.ts';
import { listenToDatabase } from './listen.ts';
import { openReconciler } from './reconcile.ts';
import type { CallLimits } from '../calls/silence.ts';
import { openTrunkKeeper } from '../trunks/trunk-keeper.ts';
import { rankTrunks, openTrunkGuard } from './trunk-guard.ts';
import { factsOf } from '../calls/call.ts';
import { hasAnotherAttempt } from '../calls/scenes/dialling.ts';
import { handleNotification } from './notifications.ts';

export type ControlOptions = {
  db: Db;
  databaseUrl: string;
  dataDir: string;
  secretKey: string;
  limits: CallLimits;
  log: Logger;
};

const RECONNECT_MS = 100;
/** Everything is looked through again this often, in case an event, a notice or a command was lost. */
const RECONCILE_MS = 10_000;
/** How many calls are written about at a time: admissions must find connections. */
const WRITERS = 4;
const LAST_WRITES_MS = 2000;
/** Of an event that could not be read. */
const LOGGED_CHARACTERS = 500;

/** Controls the calls of the Asterisk on this machine until stopped; the calls themselves go on without it. */
export function startControl({ db, databaseUrl, dataDir, secretKey, limits, log }: ControlOptions): {
  stop(): Promise<void>;
} {
  const stopped = new AbortController();
  const journal = openWriteBehind<records.CallProgress>({
    saveRows: (rows) => records.saveProgress(db, rows),
    isAboutRows: isDataError,
    writers: WRITERS,
    log: (err) => log.error({ err }, 'a call could not be written down; trying again'),
  });
  let connection: VoiceConnection | undefined;
  let listening: AriSocket | undefined;

  function reached(): VoiceConnection {
    if (!connection) throw new Error('Asterisk has not been reached yet.');
    return connection;
  }
  const request: Request = async (method, path, body) => {
    const response = await requestAri(reached(), method, path, body);
    log.debug(
      { method, path, status: response.status, response: response.status < 300 ? undefined : response.body },
      'asked Asterisk',
    );
    return response;
  };
  const trunks = openTrunkKeeper({
    db,
    secretKey,
    node: () => connection?.node,
    ari: (method, path, body) => requestAri(reached(), method, path, body),
    registrations: () => listRegistrations(reached()),
    readLog: () => endOfLog(dataDir),
    log,
  });
  const endpoints = openEndpointCache(
    () => connection,
    (err) => log.warn({ err }, 'Asterisk could not be told which phones have changed; it notices within a minute'),
  );
  const calls = runCalls({
    admit: async (arrival) => {
      const { node } = reached();
      try {
        return rankTrunks(await admit(db, node, arrival), trunks.watch);
      } catch (err) {
        log.error({ err, dialled: arrival.dialled }, 'admission failed');
        const decision = admitWithoutDatabase(arrival);
        if (decision.kind === 'connect') {
          const { facts } = decision;
          journal.write(facts.id, () => records.saveStart(db, facts, node, arrival));
        } else if (decision.record) {
          journal.write(decision.record.id, () => records.saveRefusal(db, decision, arrival));
        }
        return decision;
      }
    },
    perform: (command) => {
      guard.onCommand(command);
      return perform(request, command);
    },
    saveAnswer: (answer) => journal.writeRow(answer.facts.id, answer),
    saveEnd: (end) => {
      const { id, tenantId, direction } = end.facts;
      log.info({ call: id, tenant: tenantId, direction, cause: end.cause }, 'call ended');
      journal.writeRow(id, end);
    },
    now: () => new Date().toISOString(),
    log: (err, call) => log.error({ err, call: factsOf(call)?.id, scene: call.scene.kind }, 'a call went wrong'),
  });
  const guard = openTrunkGuard({
    watch: trunks.watch,
    hasAnother: (leg) => calls.all().some(({ call }) => hasAnotherAttempt(call, leg)),
    giveUp: (leg, cause) => {
      log.warn({ leg }, 'a trunk does not react; the call goes on with the next');
      void request('DELETE', `channels/${leg}?reason_code=${cause}`).catch(() => {});
    },
  });
  const reconciler = openReconciler({ db, request, calls, journal, limits, node: () => reached().node, log });
  const reconcileDatabase = async (): Promise<void> => {
    if (connection)
      await reconciler.compareWithDatabase().catch((err: unknown) => log.warn({ err }, 'the database is out of reach'));
  };

  /** One connection to Asterisk, until it ends. */
  async function connectOnce(): Promise<void> {
    connection = readConnection(dataDir);
    // events that come while the present calls are looked for wait until those are known
    let backlog: string[] | null = [];
    const receive = (text: string): void => {
      log.debug({ event: text }, 'heard from Asterisk');
      try {
        const translated = translate(JSON.parse(text));
        if (!translated) return;
        guard.onEvent(translated.event);
        calls.receive(translated.channel, translated.event);
      } catch (err) {
        log.warn({ err, event: text.slice(0, LOGGED_CHARACTERS) }, 'an event that cannot be read is passed over');
      }
    };
    listening = await openAriSocket(connection, (text) => (backlog ? backlog.push(text) : receive(text)));
    const giveUp = takeControl(dataDir);
    log.info({ node: connection.node }, 'call control is connected to Asterisk');
    try {
      await reconciler.takeOver();
      for (const text of backlog) receive(text);
      backlog = null;
      void reconcileDatabase();
      trunks.connected();
      await listening.closed;
    } finally {
      giveUp();
      listening.close();
      listening = undefined;
    }
  }
  async function reconnectLoop(): Promise<void> {
    let told = '';
    while (!stopped.signal.aborted) {
      await connectOnce().catch((err: unknown) => {
        // ten times a second would be too often to say it
        if (String(err) !== told) log.warn({ err }, 'Asterisk is out of reach');
        told = String(err);
      });
      await delay(RECONNECT_MS, undefined, { signal: stopped.signal }).catch(() => {});
    }
  }
  async function reconcile(): Promise<void> {
    if (!listening) return;
    await reconciler.compareWithAsterisk().catch((err: unknown) => log.warn({ err }, 'Asterisk is out of reach'));
    await reconcileDatabase();
  }

  const done = reconnectLoop();
  const stopListening = listenToDatabase(databaseUrl, ['tenant_status', 'call_hangup', 'trunks', 'endpoints'], {
    onNotice: (channel, payload) => handleNotification({ calls, trunks, endpoints }, channel, payload),
    onConnected: () => {
      endpoints.forget(null);
      void trunks.read();
      void reconcileDatabase();
    },
    log: (err) => log.warn({ err }, 'the database is out of reach'),
  });
  const reconciling = setInterval(() => void reconcile(), RECONCILE_MS);
  return {
    async stop() {
      clearInterval(reconciling);
      stopped.abort();
      stopListening();
      trunks.stop();
      listening?.close();
      await done;
      await journal.flush(LAST_WRITES_MS);
    },
  };
}
