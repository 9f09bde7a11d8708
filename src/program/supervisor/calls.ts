import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { isControlled } from '../../asterisk/connection.ts';
import { startCarrier } from '../../asterisk/demo-carrier.ts';
import { type AsteriskInstallation, installationInUse } from '../../asterisk/installation/installation.ts';
import { startPbx } from '../../asterisk/pbx.ts';
import { edgeInstallation } from '../../edge/installation.ts';
import { refusedRequests } from '../../edge/refused-requests.ts';
import { childEnvironment, type Config } from '../../platform/config.ts';
import { type Db, roleUrl } from '../../platform/db/db.ts';
import { type Guarded, spawnGuarded } from '../../platform/process/child-processes.ts';
import { escapeControls } from '../../platform/process/log/log-text.ts';
import { signal } from '../../platform/process/processes.ts';
import { runRestartLoop } from '../../platform/process/restart-loop.ts';
import { updateDemoTrunk } from '../demo/trunk.ts';
import { openAsteriskWatch } from './asterisk.ts';
import type { IncidentReporter } from './incidents.ts';

export type VoiceOptions = {
  config: Config;
  /** for the role `app` */
  databaseUrl: string;
  db: Db;
  running: AsyncDisposableStack;
  incidents: IncidentReporter;
  log: (line: string) => void;
};

/** Call control sends two beats a second. A frozen one strands callers, so it is killed after this time: then calls fall back to the dialplan. */
const HEARTBEAT_CHECK_MS = 2500;
const CONNECTING_MS = 10_000;
const REFUSALS_MS = 60_000;

/**
 * Starts what calls need: Asterisk with the edge, call control, and in the demo a carrier. Each is restarted when it ends, and none of them
 * prevents the rest of the program from starting. Resolves when calls can be made, or when the reason why they can't has been logged.
 */
export async function startVoice({ config, databaseUrl, db, running, incidents, log }: VoiceOptions): Promise<void> {
  const { dataDir, host, sipPort, sipTls, rtpPorts, externalAddress, secretKey, demo } = config;
  const address = { dataDir, host, sipPort };
  const watch = openAsteriskWatch({ dataDir, log });
  running.defer(() => watch.stop());
  const phones = runRestartLoop(
    'Asterisk',
    async () => {
      const installation = findAsterisk(config);
      const asterisk = await startPbx({
        installation,
        edge: edgeInstallation(config.cacheDir),
        ...address,
        tls: sipTls,
        rtpPorts,
        externalAddress,
        databaseUrl: roleUrl(databaseUrl, 'asterisk', secretKey),
        log,
      });
      watch.watch(asterisk, installation);
      return asterisk;
    },
    {
      log,
      onEnded: ({ running: asterisk, how, upMs }) => {
        if (!watch.wasAskedToEnd(asterisk))
          incidents.report('asterisk', { how, upMs, lastLines: asterisk.lastLines() });
      },
    },
  );
  running.defer(() => phones.stop());
  const summaryTimer = setInterval(() => {
    const line = refusedRequests.sumUp();
    if (line) log(line);
  }, REFUSALS_MS);
  running.defer(() => clearInterval(summaryTimer));
  const first: Promise<unknown>[] = [phones.first];
  if (demo) {
    const carrier = runRestartLoop('The demo carrier', () => startDemoCarrier(config, db), { log });
    running.defer(() => carrier.stop());
    first.push(carrier.first);
  }
  await Promise.allSettled(first); // until then, call control has nothing to connect to
  const control = runRestartLoop('Call control', () => startCallControl(config, databaseUrl), {
    log,
    onEnded: ({ running: child, how, upMs }) =>
      incidents.report('call_control', { how, upMs, lastLines: child.lastLines() }),
  });
  running.defer(() => control.stop());
  await Promise.allSettled([control.first]);
  if (phones.state() === 'up' && control.state() === 'up') await waitForCallControl(dataDir);
}

/** Call control's process is up before it has connected to Asterisk. Wait until calls work, because the caller reports readiness. */
async function waitForCallControl(dataDir: string): Promise<void> {
  for (const end = Date.now() + CONNECTING_MS; !isControlled(dataDir) && Date.now() < end;) await delay(20);
}

/** Looked up at each start, so that an Asterisk installed later is found. */
function findAsterisk({ cacheDir }: Config): AsteriskInstallation {
  const found = installationInUse(cacheDir);
  if (!found)
    throw new Error('There is no Asterisk, so calls cannot be made. Start with npm start: it prints what to install.');
  return found;
}

async function startDemoCarrier(config: Config, db: Db) {
  const carrier = await startCarrier({ installation: findAsterisk(config), ...config });
  try {
    await updateDemoTrunk(db, carrier, config.secretKey);
  } catch (error) {
    await carrier.stop();
    throw error;
  }
  return carrier;
}

/** Runs the role `calls` as a child process, so that a crash or stall there does not affect web and jobs, nor the other way round. */
async function startCallControl(
  { secretKey }: Config,
  databaseUrl: string,
): Promise<Guarded & { lastLines(): readonly string[] }> {
  const child = await spawnGuarded(process.execPath, [path.resolve(import.meta.dirname, '../../main.ts'), 'calls'], {
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
      throw new Error(`it ended right after its start (${how}).`);
    }),
  ]);
  void child.exited.then(killWhenSilent(child, () => beats));
  return { ...child, lastLines: () => errors };
}

const LAST_ERRORS = 100;

/** Passes its stderr on to ours, and remembers the last lines for the incident report. */
function captureErrors({ process: { stderr } }: Guarded): string[] {
  const last: string[] = [];
  stderr?.setEncoding('utf8').on('data', (text: string) => {
    process.stderr.write(text);
    last.push(...text.trimEnd().split('\n').map(escapeControls));
    last.splice(0, last.length - LAST_ERRORS);
  });
  return last;
}

/** Kills a silent child after two silent intervals: after a freeze of our own, our timer may fire before the waiting messages are read. */
function killWhenSilent(child: Guarded, beats: () => number): () => void {
  let seen = -1;
  let silent = 0;
  const timer = setInterval(() => {
    silent = beats() === seen ? silent + 1 : 0;
    seen = beats();
    if (silent === 2) signal(child.pid, 'SIGKILL');
  }, HEARTBEAT_CHECK_MS);
  return () => clearInterval(timer);
}
