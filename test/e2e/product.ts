import { execFile } from 'node:child_process';
import { rmSync } from 'node:fs';
import { promisify } from 'node:util';
import { inject } from 'vitest';
import { fastestFolder, temporaryFolder } from '../cluster.ts';
import { audioPorts, freePort } from '../ports.ts';
import { openCarrier, type Carrier } from '../sip/carrier.ts';
import type { Address } from '../sip/message.ts';
import { openPhone, type Phone, type PhoneOptions, openRegisteredPhone } from '../sip/phone.ts';
import type { RawPhone } from '../sip/raw-phone.ts';
import { openRegisteredRawPhone } from '../sip/registration.ts';
import { type ApiUser, signIn } from './api-user.ts';
import { endProgram, type Program, startProgram } from './program.ts';

/** The first start creates a database and the demo: on a busy machine that takes longer than anything else. */
const START_MS = 200_000;

export const DEMO_PASSWORD = 'correct horse battery';
export const OPERATOR = 'operator@strowger.example';

export type Installation = {
  /** The data folder. */
  folder: string;
  port: number;
  sip: Address;
  settings: Record<string, string>;
};

/** A new data folder and free ports. */
export async function newInstallation(
  more: Record<string, string> = {},
  folder = temporaryFolder('end to end', fastestFolder()),
): Promise<Installation> {
  const [port, sipPort] = [await freePort(), await freePort()];
  return {
    folder,
    port,
    sip: { host: '127.0.0.1', port: sipPort },
    settings: {
      DATA_DIR: folder,
      PORT: String(port),
      SIP_PORT: String(sipPort),
      SIP_TLS_PORT: String(await freePort()),
      RTP_PORTS: (await audioPorts()).join('-'),
      HOST: '127.0.0.1',
      DEMO: 'on',
      DEMO_PASSWORD,
      LOG_LEVEL: 'info',
      ...more,
    },
  };
}

/** The whole product, running: web, API, PostgreSQL, Asterisk, call control, the demo carrier. */
export type Product = AsyncDisposable & {
  readonly installation: Installation;
  readonly address: string;
  readonly sip: Address;
  readonly program: Program;
  /** Milliseconds from the start until the line with the address. */
  readonly startMs: number;
  signIn(email: string, password?: string): Promise<ApiUser>;
  /** A phone with the credentials from the API, not registered. */
  openPhone(user: ApiUser, tenantId: string, extension: string): Promise<Phone>;
  openRegisteredPhone(user: ApiUser, tenantId: string, extension: string): Promise<Phone>;
  /** A registered phone whose SIP messages are written by the test. */
  openRawPhone(user: ApiUser, tenantId: string, extension: string): Promise<RawPhone>;
  /** A carrier that the operator has added, with a lower priority number than the demo's. */
  addCarrier(operator: ApiUser, name: string): Promise<Carrier & { trunkId: string }>;
  /** Stops the product and checks that none of its processes and ports is left. Returns the milliseconds. */
  stop(): Promise<number>;
};

/** Starts and stops a product with the demo once, for `startProduct` to copy. */
export async function prepareDemo(folder: string): Promise<void> {
  const prepared = await startAt(await newInstallation({ VOICE: 'off' }, folder));
  await prepared.stop();
}

/**
 * Starts the product in a new folder, which is deleted with it. With the demo, it is a copy of a folder in which the product has started before;
 * `start.test.ts` covers the first start. With a speech service the folder is empty, because recordings are transcribed as they are made.
 */
export async function startProduct(settings: Record<string, string> = {}): Promise<Product> {
  const installation = await newInstallation(settings);
  // fs.cp doesn't preserve the owner, and PostgreSQL doesn't run as root
  if (installation.settings.DEMO === 'on' && settings.SPEECH_URL === undefined)
    await promisify(execFile)('cp', ['-a', `${inject('demoFolder')}/.`, installation.folder]);
  const product = await startAt(installation);
  return {
    ...product,
    async [Symbol.asyncDispose]() {
      await product[Symbol.asyncDispose]();
      rmSync(product.installation.folder, { recursive: true, force: true });
    },
  };
}

/** Starts the product in a folder that is kept, so that it can be started there again. */
export async function startAt(installation: Installation): Promise<Product> {
  const { folder, port, sip, settings } = installation;
  const begun = performance.now();
  const program = startProgram(settings);
  let stopped = false;
  const stop = async () => {
    stopped = true;
    return endProgram(program, 'SIGINT', { folder, ports: [port, sip.port] });
  };
  try {
    const [, address = ''] = await program.line(/^Ready: (\S+)$/m, START_MS);
    return {
      installation,
      address,
      sip,
      program,
      startMs: Math.round(performance.now() - begun),
      signIn: (email, password = DEMO_PASSWORD) => signIn(address, email, password),
      openPhone: async (user, tenantId, extension) => openPhone(await phoneOptions(user, tenantId, extension, sip)),
      openRegisteredPhone: async (user, tenantId, extension) =>
        openRegisteredPhone(await phoneOptions(user, tenantId, extension, sip)),
      async openRawPhone(user, tenantId, extension) {
        return openRegisteredRawPhone(await phoneOptions(user, tenantId, extension, sip));
      },
      addCarrier,
      stop,
      async [Symbol.asyncDispose]() {
        if (!stopped) await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function phoneOptions(
  user: ApiUser,
  tenantId: string,
  extension: string,
  server: Address,
): Promise<PhoneOptions> {
  const { items } = await user.get(`/tenants/${tenantId}/extensions?search=${extension}`);
  const found = items.find((item: { number: string }) => item.number === extension);
  const shown = await user.get(`/tenants/${tenantId}/extensions/${found.id}/credentials`);
  return { sipUsername: shown.sipUsername, password: shown.sipPassword, server };
}

async function addCarrier(operator: ApiUser, name: string): Promise<Carrier & { trunkId: string }> {
  const opened = await openCarrier();
  return { ...opened, trunkId: await addTrunk(operator, name, { host: '127.0.0.1', port: opened.port }) };
}

/** Adds a trunk that is tried before the demo's. Returns its id. */
export async function addTrunk(operator: ApiUser, name: string, { host, port }: Address): Promise<string> {
  const trunk = { name, host, port, match: `${host}:${port}`, priority: 1 };
  return (await operator.post('/operator/trunks', trunk)).id;
}
