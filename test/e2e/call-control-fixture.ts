import { spawn, type ChildProcess } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import type { RunningAsterisk } from '../../src/asterisk/asterisk.ts';
import { readInstallation } from '../../src/asterisk/installation.ts';
import { startPhoneSystem } from '../../src/asterisk/pbx.ts';
import { edgeInstallation } from '../../src/edge/installation.ts';
import { readConfig } from '../../src/platform/config.ts';
import { createTestApp, type ApiUser, type TestApp } from '../app.ts';
import { startTestCluster, temporaryFolder, TEST_SECRET_KEY } from '../cluster.ts';
import { carrier, type Carrier } from '../sip/carrier.ts';
import type { Credentials } from '../sip/digest.ts';
import type { Address } from '../sip/message.ts';
import { phone, type Phone } from '../sip/phone.ts';
import { RawPhone } from '../sip/raw-phone.ts';
import { audioPorts, freePort } from '../ports.ts';
import { until } from '../until.ts';

const root = path.resolve(import.meta.dirname, '../..');
const host = '127.0.0.1';

/** Call control as a process, to be killed, frozen and started again as the test likes. */
export type Control = {
  start(): Promise<void>;
  kill(signal: NodeJS.Signals): Promise<void>;
  signal(signal: NodeJS.Signals): void;
  readonly exited: Promise<void>;
  output(): string;
};

export type TestTenant = {
  id: string;
  prefix: string;
  /** a phone of this extension, registered */
  phone(number: string): Promise<Phone>;
  /** one that says what the test has it say */
  unregistered(number: string): Promise<RawPhone>;
  raw(number: string): Promise<RawPhone>;
  /** what a phone of this extension signs in with */
  credentials(number: string): Promise<Credentials>;
  /** a number of the tenant's, routed to the extension if one is named */
  number(e164: string, to?: string): Promise<void>;
  setStatus(status: 'ACTIVE' | 'SUSPENDED'): Promise<void>;
  cancel(): Promise<void>;
};

export type TrunkSettings = { priority?: number; sendsLocation?: boolean };

/** Database, engine and call control without anything around them: what may fail is in the test's hands. */
export type CallControlFixture = AsyncDisposable & {
  /** the data folder */
  readonly folder: string;
  readonly sip: Address;
  readonly sipTls: Address;
  readonly app: TestApp;
  readonly control: Control;
  readonly engine: RunningAsterisk;
  tenant(prefix: string, extensions: string[]): Promise<TestTenant>;
  carrier(name: string, more?: TrunkSettings): Promise<Carrier>;
  /** a trunk to that port of this machine */
  trunk(name: string, port: number, more?: TrunkSettings): Promise<string>;
};

export async function openCallControlFixture(settings: Record<string, string> = {}): Promise<CallControlFixture> {
  await using opening = new AsyncDisposableStack();
  const folder = temporaryFolder('calls');
  opening.defer(() => rmSync(folder, { recursive: true, force: true }));
  const cluster = await startTestCluster();
  opening.defer(() => cluster.stop());
  const app = await createTestApp({ cluster });
  opening.defer(() => app.close());
  const { cacheDir } = readConfig({ DATA_DIR: folder, CACHE_DIR: process.env['CACHE_DIR'] });
  const sip = { host, port: await freePort() };
  const sipTls = { host, port: await freePort() };
  const [first, last] = audioPorts().split('-').map(Number) as [number, number];
  const installed = readInstallation(path.join(cacheDir, 'asterisk/engine.json'));
  if (!installed) throw new Error('there is no Asterisk; set-up says why');
  const engine = await startPhoneSystem({
    engine: installed,
    edge: edgeInstallation(cacheDir),
    dataDir: folder,
    host,
    sipPort: sip.port,
    tls: { port: sipTls.port, files: 'self-signed' },
    rtpPorts: [first, last],
    externalAddress: undefined,
    databaseUrl: app.database.urls.asterisk,
    log: console.log,
  });
  opening.defer(() => engine.stop());
  const control = controlProcess({ DATABASE_URL: app.database.urls.app, DATA_DIR: folder, ...settings });
  opening.defer(() => control.kill('SIGKILL'));
  await control.start();
  const partnerId = await app.partner('Partner');
  const admin = await app.user('partner_admin', { partnerId });
  const running = opening.move();
  return {
    folder,
    sip,
    sipTls,
    app,
    control,
    engine,
    tenant: (prefix, extensions) => openTenant(app, admin, sip, prefix, extensions),
    async carrier(name, more) {
      const opened = await carrier();
      await addTrunk(app, name, opened.port, more);
      return opened;
    },
    trunk: (name, port, more) => addTrunk(app, name, port, more),
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

function controlProcess(settings: Record<string, string>): Control {
  let child: ChildProcess | undefined;
  let exited = Promise.resolve();
  let output = '';
  return {
    get exited() {
      return exited;
    },
    output: () => output,
    async start() {
      output = '';
      const started = spawn(process.execPath, ['src/main.ts', 'calls'], {
        cwd: root,
        stdio: ['ignore', 'pipe', 'inherit'],
        env: { PATH: process.env['PATH'], SECRET_KEY: TEST_SECRET_KEY, LOG_LEVEL: 'debug', ...settings },
      });
      child = started;
      exited = new Promise((resolve) => started.once('exit', () => resolve()));
      started.stdout.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
      await until('call control to take over', () => output.includes('took over'), 30_000);
    },
    async kill(signal) {
      child?.kill(signal);
      await exited;
    },
    signal: (signal) => void child?.kill(signal),
  };
}

async function openTenant(
  app: TestApp,
  { call }: ApiUser,
  sip: Address,
  prefix: string,
  extensions: string[],
): Promise<TestTenant> {
  const { id } = (await call('POST', '/tenants', { name: prefix, sipPrefix: prefix, status: 'ACTIVE' })).body;
  const ids = new Map<string, string>();
  for (const number of extensions) {
    ids.set(number, (await call('POST', `/tenants/${id}/extensions`, { number, name: `Phone ${number}` })).body.id);
  }
  const credentials = async (number: string): Promise<Credentials> => {
    const { body } = await call('GET', `/tenants/${id}/extensions/${ids.get(number)}/credentials`);
    return { sipUsername: body.sipUsername, password: body.sipPassword };
  };
  const optionsOf = async (number: string) => ({ ...(await credentials(number)), server: sip });
  return {
    id,
    prefix,
    unregistered: async (number) => RawPhone.open(await optionsOf(number)),
    credentials,
    async raw(number) {
      const opened = await RawPhone.open(await optionsOf(number));
      const { status } = await opened.register();
      if (status !== 200) throw new Error(`the phone ${prefix}-${number} cannot register: ${status}`);
      return opened;
    },
    async phone(number) {
      const opened = await phone(await optionsOf(number));
      const { finalStatus } = await opened.register();
      if (finalStatus !== 200) throw new Error(`the phone ${prefix}-${number} cannot register: ${finalStatus}`);
      return opened;
    },
    async number(e164, to) {
      await call('POST', '/dids', { numbers: [e164] });
      await app.query(
        `update dids set tenant_id = $1, status = 'ASSIGNED', routing_kind = $2, routing_target_id = $3 where number = $4`,
        [id, to ? 'extension' : 'none', to ? ids.get(to) : null, e164],
      );
    },
    async cancel() {
      const { status, body } = await call('POST', `/tenants/${id}/cancel`, { confirmName: prefix });
      if (status >= 300) throw new Error(`it cannot be cancelled: ${status} ${JSON.stringify(body)}`);
    },
    async setStatus(status) {
      const { body, status: answer } = await call('PATCH', `/tenants/${id}`, { status });
      if (answer !== 200) throw new Error(`the status cannot be set: ${answer} ${JSON.stringify(body)}`);
    },
  };
}

async function addTrunk(
  app: TestApp,
  name: string,
  port: number,
  { priority = 1, sendsLocation = false }: TrunkSettings = {},
): Promise<string> {
  const [row] = await app.query<{ id: string }>(
    `insert into trunks (id, name, host, port, match, priority, sends_location)
     values (gen_random_uuid(), $1, $2, $3, $4, $5, $6) returning id`,
    [name, host, port, `${host}:${port}`, priority, sendsLocation],
  );
  return row!.id;
}
