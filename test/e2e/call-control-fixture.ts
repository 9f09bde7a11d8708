import { rmSync } from 'node:fs';
import path from 'node:path';
import type { RunningAsterisk } from '../../src/asterisk/asterisk.ts';
import { readInstallation } from '../../src/asterisk/installation/installation.ts';
import { startPbx } from '../../src/asterisk/pbx.ts';
import { edgeInstallation } from '../../src/edge/installation.ts';
import { readConfig } from '../../src/platform/config.ts';
import { createTestApp, type TestApp } from '../app.ts';
import { temporaryFolder } from '../cluster.ts';
import { audioPorts, freePort } from '../ports.ts';
import { openCarrier, type Carrier } from '../sip/carrier.ts';
import type { Address } from '../sip/message.ts';
import { type Phone, openRegisteredPhone } from '../sip/phone.ts';
import { RawPhone } from '../sip/raw-phone.ts';
import { openRegisteredRawPhone } from '../sip/registration.ts';
import { type ApiCall, createTenant, type TestTenant } from '../tenants.ts';
import { until } from '../until.ts';
import { type CallControl, callControlProcess } from './call-control-process.ts';

const host = '127.0.0.1';

/** A tenant with phones that are found by their extension's number. */
export interface TenantWithPhones extends TestTenant {
  openPhone(number: string): Promise<Phone>;
  openRawPhone(number: string): Promise<RawPhone>;
  openUnregisteredPhone(number: string): Promise<RawPhone>;
  /** Assigns a phone number to the tenant, routed to the extension if one is given. */
  addNumber(number: string, extension?: string): Promise<void>;
}

export type TrunkSettings = { priority?: number; sendsLocation?: boolean };
/** Disposing deletes it. */
export type TestTrunk = AsyncDisposable & { readonly trunkId: string };

/** Database, edge, Asterisk and call control, without web, worker and supervisor. Tests decide what fails. */
export type CallControlFixture = AsyncDisposable & {
  /** the data folder */
  readonly folder: string;
  readonly sip: Address;
  readonly sipTls: Address;
  readonly app: TestApp;
  readonly partnerId: string;
  readonly control: CallControl;
  readonly asterisk: RunningAsterisk;
  /** Calls the API as the partner’s admin. */
  readonly ask: ApiCall;
  addTenant(prefix: string, extensions: string[]): Promise<TenantWithPhones>;
  /** A carrier, with its trunk. */
  addCarrier(name: string, settings?: TrunkSettings): Promise<Carrier & TestTrunk>;
  /** A trunk to this port on this machine. */
  addTrunk(name: string, port: number, settings?: TrunkSettings): Promise<TestTrunk>;
  /** Waits until no call is live in the database: the end of a call is stored a moment later. */
  callsToEnd(withinMs?: number): Promise<void>;
};

/** `roundSeconds`: between two keep-alives of a phone. `server`: settings of only the API. `rtpPorts`: limits the number of calls. */
export async function openCallControlFixture(
  settings: Record<string, string> = {},
  { server = {}, ...pbx }: { roundSeconds?: number; server?: Record<string, string>; rtpPorts?: [number, number] } = {},
): Promise<CallControlFixture> {
  await using opening = new AsyncDisposableStack();
  const folder = temporaryFolder('calls');
  opening.defer(() => rmSync(folder, { recursive: true, force: true }));
  const app = await createTestApp({ dataDir: folder, settings: server });
  opening.defer(() => app.close());
  const { cacheDir } = readConfig({ DATA_DIR: folder, CACHE_DIR: process.env['CACHE_DIR'] });
  const sip = { host, port: await freePort() };
  const sipTls = { host, port: await freePort() };
  const installed = readInstallation(path.join(cacheDir, 'asterisk/engine.json'));
  if (!installed) throw new Error('there is no Asterisk; set-up says why');
  const asterisk = await startPbx({
    installation: installed,
    edge: edgeInstallation(cacheDir),
    dataDir: folder,
    host,
    sipPort: sip.port,
    tls: { port: sipTls.port, files: 'self-signed' },
    rtpPorts: await audioPorts(),
    externalAddress: undefined,
    databaseUrl: app.database.urls.asterisk,
    log: console.log,
    ...pbx,
  });
  opening.defer(() => asterisk.stop());
  const control = callControlProcess({ DATABASE_URL: app.database.urls.app, DATA_DIR: folder, ...settings });
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
    partnerId,
    control,
    asterisk,
    ask: admin.call,
    addTenant: (prefix, extensions) => addTenant(app, admin.call, sip, prefix, extensions),
    async addCarrier(name, more) {
      const opened = await openCarrier();
      const trunk = await addTrunk(app, name, opened.port, more);
      return {
        ...opened,
        trunkId: trunk.trunkId,
        async [Symbol.asyncDispose]() {
          await trunk[Symbol.asyncDispose]();
          await opened[Symbol.asyncDispose]();
        },
      };
    },
    addTrunk: (name, port, more) => addTrunk(app, name, port, more),
    async callsToEnd(withinMs) {
      await until('the calls to end', async () => (await app.query('select from live_calls')).length === 0, withinMs);
    },
    [Symbol.asyncDispose]: () => running.disposeAsync(),
  };
}

async function addTenant(
  app: TestApp,
  ask: ApiCall,
  server: Address,
  prefix: string,
  extensions: string[],
): Promise<TenantWithPhones> {
  const tenant = await createTenant(ask, { prefix, extensions });
  const optionsOf = async (number: string) => ({ ...(await tenant.credentials(number)), server });
  return {
    ...tenant,
    openPhone: async (number) => openRegisteredPhone(await optionsOf(number)),
    openUnregisteredPhone: async (number) => RawPhone.open(await optionsOf(number)),
    openRawPhone: async (number) => openRegisteredRawPhone(await optionsOf(number)),
    async addNumber(number, extension) {
      await ask('POST', '/dids', { numbers: [number] });
      const [kind, extensionId] = extension ? ['extension', tenant.extensionId(extension)] : ['none', null];
      await app.query(
        `update dids set tenant_id = $1, status = 'ASSIGNED', routing_kind = $2, routing_target_id = $3 where number = $4`,
        [tenant.id, kind, extensionId, number],
      );
    },
  };
}

async function addTrunk(
  app: TestApp,
  name: string,
  port: number,
  { priority = 1, sendsLocation = false }: TrunkSettings = {},
): Promise<TestTrunk> {
  const rows = await app.query<{ id: string }>(
    `insert into trunks (id, name, host, port, match, priority, sends_location)
     values (gen_random_uuid(), $1, $2, $3, $4, $5, $6) returning id`,
    [name, host, port, `${host}:${port}`, priority, sendsLocation],
  );
  const trunkId = rows[0]?.id ?? '';
  return {
    trunkId,
    async [Symbol.asyncDispose]() {
      await app.query('delete from trunks where id = $1', [trunkId]);
    },
  };
}
