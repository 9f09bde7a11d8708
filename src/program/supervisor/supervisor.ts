import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { type Config, webAddress } from '../../platform/config.ts';
import { openDb, openPool } from '../../platform/db/db.ts';
import { watchParent } from '../../platform/process/child-processes.ts';
import { lockFolder } from '../../platform/process/folder-lock.ts';
import { listeningPort } from '../../platform/process/listening-port.ts';
import { escapeControls } from '../../platform/process/log/log-text.ts';
import { systemErrorCode } from '../../platform/process/system-error.ts';
import { VERSION } from '../../platform/version.ts';
import { prepareSignIn } from '../bootstrap.ts';
import { publishDemoFlow } from '../demo/flow.ts';
import { openDemoPayments } from '../demo/payments/demo-payments.ts';
import { startApi, startWorker } from '../roles.ts';
import { startVoice } from './calls.ts';
import { startDatabase } from './database.ts';
import { openIncidentReporter } from './incidents.ts';

/**
 * A second Ctrl-C ends the program at once. npm forwards the signal that the terminal has already sent to both of us,
 * so repeats within this time count as one.
 */
const SAME_SIGNAL_MS = 1000;
const STOP_TIMEOUT_MS = 25_000;

const log = (line: string): void => console.log(line.split('\n').map(escapeControls).join('\n'));

/** The role `all`: starts everything on this machine in order, keeps it running, and stops it in reverse order. */
export async function runAll(config: Config): Promise<void> {
  const running = new AsyncDisposableStack();
  const asked = stopRequest(config);
  try {
    // a stop during the start disposes of what has been started so far
    const started = await Promise.race([startAll(config, running).then(() => true), asked.then(() => false)]);
    if (started) await asked;
  } finally {
    await running.disposeAsync();
  }
  process.exit(0);
}

function stopRequest(config: Config): Promise<void> {
  const asked = Promise.withResolvers<void>();
  let first: number | undefined;
  const end = (): void => {
    first ??= Date.now();
    if (Date.now() - first > SAME_SIGNAL_MS) process.exit(1);
    setTimeout(() => process.exit(1), STOP_TIMEOUT_MS).unref();
    asked.resolve();
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, end);
  if (config.startedByNpm) watchParent(end);
  return asked.promise;
}

async function startAll(settings: Config, running: AsyncDisposableStack): Promise<void> {
  const { dataDir } = settings;
  log(`Strowger ${VERSION}, data in ${dataDir}`);
  mkdirSync(dataDir, { recursive: true });
  running.defer(await lockFolder(path.join(dataDir, 'lock'), `The data folder ${dataDir}`));
  const listening = { ...settings, port: await checkPort(settings) };
  const payments = settings.demo && !settings.stripe.isSet ? await openDemoPayments(listening) : null;
  if (payments) running.defer(() => payments.close());
  const config = payments ? { ...listening, stripe: { url: payments.url, isSet: true, isDemo: true } } : listening;
  const incidents = openIncidentReporter(dataDir, log);
  const databaseUrl = await startDatabase(config, running, incidents, log);
  const pool = openPool(databaseUrl, 'supervisor', 2);
  running.defer(() => pool.end());
  const db = openDb(pool);
  incidents.recordIn(db);
  running.defer(() => incidents.stop());
  // before the server accepts requests, so that the first visitor finds the demo data
  const { lines, flows } = await prepareSignIn(db, config, databaseUrl, payments?.account ?? null);
  const worker = await startWorker(config, databaseUrl);
  running.defer(() => worker.stop());
  const published = flows.map((flow) => publishDemoFlow(db, config, flow, log));
  const api = await startApi(config, databaseUrl);
  running.defer(() => api.stop());
  if (config.voice === 'off') log('Calls are off (VOICE=off).');
  else await startVoice({ config, databaseUrl, db, running, log, incidents });
  await Promise.all(published);
  for (const line of lines) log(line);
  log(`Ready: ${webAddress(config)}`);
}

/** Checks the port before anything is started. For port 0, returns a free one. */
async function checkPort({ host, port }: Config): Promise<number> {
  const server = net.createServer().listen(port, host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const code = systemErrorCode(error);
    const advice =
      code === 'EADDRINUSE' ? 'Stop the program that uses it, or set PORT to another port.' : 'Change HOST or PORT.';
    throw new Error(`Cannot listen on ${host}:${port} (${code}). ${advice}`, { cause: error });
  }
  const free = listeningPort(server);
  server.close();
  await once(server, 'close');
  return free;
}
