import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { startCarrier } from '../asterisk/demo-carrier.ts';
import { isControlled } from '../asterisk/connection.ts';
import { type AsteriskInstallation, installationInUse } from '../asterisk/installation.ts';
import { startPhoneSystem } from '../asterisk/pbx.ts';
import { refusals } from '../call-control/refused-requests.ts';
import { edgeInstallation } from '../edge/installation.ts';
import { updateDemoTrunk } from './demo-trunk.ts';
import { type Guarded, spawnGuarded } from '../platform/process/child-processes.ts';
import { childEnvironment, type Config } from '../platform/config.ts';
import { type Db, roleUrl } from '../platform/db/db.ts';
import { runRestartLoop } from '../platform/process/restart-loop.ts';
import { spellOut } from '../platform/process/log-text.ts';
import { signal } from '../platform/process/processes.ts';
import { openAsteriskWatch } from './supervisor-asterisk.ts';
import type { IncidentReporter } from './supervisor-incidents.ts';

export type VoiceOptions = {
  config: Config;
  /** of the role `app` */
  databaseUrl: string;
  db: Db;
  running: AsyncDisposableStack;
  incidents: IncidentReporter;
  log: (line: string) => void;
};

/** Call control beats twice a second; a frozen one gives callers no way out, a killed one does. */
const SILENT_MS = 2500;
const CONNECTING_MS = 10_000;
const REFUSALS_MS = 60_000;

/**
 * Starts what calls need: the engine, call control, and in the demo a carrier. All of them are kept running, and none of
 * them keeps the rest of the program from starting. Resolves when calls can be made, or the reason why not has been logged.
 */
export async function startVoice({ config, databaseUrl, db, running, incidents, log }: VoiceOptions): Promise<void> {
  const { dataDir, host, sipPort, sipTls, rtpPorts, externalAddress, secretKey, demo } = config;
  const address = { dataDir, host, sipPort };
  const watch = openAsteriskWatch({ dataDir, log });
  running.defer(() => watch.stop());
  const phones = runRestartLoop(
    'The phone system',
    async () => {
      const installation = findEngine(config);
      const engine = await startPhoneSystem({
        engine: installation,
        edge: edgeInstallation(config.cacheDir),
        ...address,
        tls: sipTls,
        rtpPorts,
        externalAddress,
        databaseUrl: roleUrl(databaseUrl, 'asterisk', secretKey),
        log,
      });
      watch.watch(engine, installation);
      return engine;
    },
    {
      log,
      onEnded: ({ running: engine, how, upMs }) => {
        if (!watch.wasAsked(engine)) incidents.report('asterisk', { how, upMs, lastLines: engine.lastLines() });
      },
    },
  );
  running.defer(() => phones.stop());
  const summing = setInterval(() => {
    const line = refusals.sumUp();
    if (line) log(line);
  }, REFUSALS_MS);
  running.defer(() => clearInterval(summing));
  const first: Promise<unknown>[] = [phones.first];
  if (demo) {
    const carrier = runRestartLoop('The demo carrier', () => startDemoCarrier(config, db), { log });
    running.defer(() => carrier.stop());
    first.push(carrier.first);
  }
  await Promise.allSettled(first); // call control has nothing to connect to before
  const control = runRestartLoop('Call control', () => startCallControl(config, databaseUrl), {
    log,
    onEnded: ({ running: child, how, upMs }) =>
      incidents.report('call_control', { how, upMs, lastLines: child.lastLines() }),
  });
  running.defer(() => control.stop());
  await Promise.allSettled([control.first]);
  if (phones.state() === 'up' && control.state() === 'up') await untilControlled(dataDir);
}

/** Call control lives before it has found the engine; who reads that all is ready may call at once. */
async function untilControlled(dataDir: string): Promise<void> {
  for (const end = Date.now() + CONNECTING_MS; !isControlled(dataDir) && Date.now() < end;) await delay(20);
}

/** Looked for at each start: what set-up installs later is found. */
function findEngine({ cacheDir }: Config): AsteriskInstallation {
  const found = installationInUse(cacheDir);
  if (!found) throw new Error('There is no Asterisk, so no calls can be made. Set-up says what to install.');
  return found;
}

async function startDemoCarrier(config: Config, db: Db) {
  const carrier = await startCarrier({ engine: findEngine(config), ...config });
  try {
    await updateDemoTrunk(db, carrier, config.secretKey);
  } catch (error) {
    await carrier.stop();
    throw error;
  }
  return carrier;
}

/** The role `calls` as a child process: nothing that happens there, or here to web and jobs, touches the other. */
async function startCallControl(
  { secretKey }: Config,
  databaseUrl: string,
): Promise<Guarded & { lastLines(): readonly string[] }> {
  const child = await spawnGuarded(process.execPath, [path.resolve(import.meta.dirname, '../main.ts'), 'calls'], {
    env: childEnvironment({ DATABASE_URL: databaseUrl, SECRET_KEY: secretKey }),
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  const errors = captureErrors(child);
  let beats = 0;
  const alive = new Promise<void>((resolve) => {
    child.process.on('message', () => {
      beats++;
      resolve();
    });
  });
  await Promise.race([
    alive,
    child.exited.then((how) => {
      throw new Error(`it ended at once (${how}).`);
    }),
  ]);
  void child.exited.then(endWhenSilent(child, () => beats));
  return { ...child, lastLines: () => errors };
}

const LAST_ERRORS = 100;

/** What it writes on stderr goes on to ours; the last of it is also remembered, such as the error that ended it. */
function captureErrors({ process: { stderr } }: Guarded): string[] {
  const last: string[] = [];
  stderr?.setEncoding('utf8').on('data', (text: string) => {
    process.stderr.write(text);
    last.push(...text.trimEnd().split('\n').map(spellOut));
    last.splice(0, last.length - LAST_ERRORS);
  });
  return last;
}

/** Twice in a row, since we may have been frozen ourselves, and find our timer due before the messages that wait. */
function endWhenSilent(child: Guarded, beats: () => number): () => void {
  let seen = -1;
  let silent = 0;
  const timer = setInterval(() => {
    silent = beats() === seen ? silent + 1 : 0;
    seen = beats();
    if (silent === 2) signal(child.pid, 'SIGKILL');
  }, SILENT_MS);
  return () => clearInterval(timer);
}
