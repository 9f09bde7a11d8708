import { rmSync } from 'node:fs';
import { carrier, type Carrier } from '../sip/carrier.ts';
import type { Address } from '../sip/message.ts';
import { phone, type Phone } from '../sip/phone.ts';
import { temporaryFolder } from '../cluster.ts';
import { type ApiUser, signIn } from './api-user.ts';
import { audioPorts, freePort } from '../ports.ts';
import { endProgram, type Program, startProgram } from './program.ts';

export const DEMO_PASSWORD = 'correct horse battery';
export const OPERATOR = 'operator@strowger.example';

export type Installation = {
  /** The data folder and its ports, to be used again by a second start. */
  folder: string;
  port: number;
  sip: Address;
  settings: Record<string, string>;
};

/** A folder and ports of its own. */
export async function newInstallation(more: Record<string, string> = {}): Promise<Installation> {
  const folder = temporaryFolder('end to end');
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
      RTP_PORTS: audioPorts(),
      HOST: '127.0.0.1',
      DEMO: 'on',
      DEMO_PASSWORD,
      LOG_LEVEL: 'info',
      ...more,
    },
  };
}

/** Everything, running: web, API, PostgreSQL, Asterisk, call control, the demo carrier. */
export type Product = AsyncDisposable & {
  readonly installation: Installation;
  readonly address: string;
  readonly sip: Address;
  readonly program: Program;
  /** Milliseconds from the start to the line with the address. */
  readonly startMs: number;
  signIn(email: string, password?: string): Promise<ApiUser>;
  /** A phone with the credentials that the API shows. It has not registered. */
  phone(person: ApiUser, tenantId: string, extension: string): Promise<Phone>;
  registeredPhone(person: ApiUser, tenantId: string, extension: string): Promise<Phone>;
  /** A carrier that the operator has added, tried before the demo's own. */
  carrier(operator: ApiUser, name: string): Promise<Carrier & { trunkId: string }>;
  /** Ends it, and checks that nothing of it is left; the milliseconds that took. */
  stop(): Promise<number>;
};

/** In a folder of its own, which goes when it is disposed of. */
export async function startProduct(settings: Record<string, string> = {}): Promise<Product> {
  const product = await startAt(await newInstallation(settings));
  return {
    ...product,
    async [Symbol.asyncDispose]() {
      await product[Symbol.asyncDispose]();
      rmSync(product.installation.folder, { recursive: true, force: true });
    },
  };
}

/** In a folder that the caller keeps, to start there again. */
export async function startAt(place: Installation): Promise<Product> {
  const { folder, port, sip, settings } = place;
  const begun = performance.now();
  const program = startProgram(settings);
  let stopped = false;
  const stop = async () => {
    stopped = true;
    return endProgram(program, 'SIGINT', { folder, ports: [port, sip.port] });
  };
  try {
    const [, address = ''] = await program.line(/^Ready: (\S+)$/m);
    return {
      installation: place,
      address,
      sip,
      program,
      startMs: Math.round(performance.now() - begun),
      signIn: (email, password = DEMO_PASSWORD) => signIn(address, email, password),
      phone: (person, tenantId, extension) => phoneOf(person, tenantId, extension, sip),
      async registeredPhone(person, tenantId, extension) {
        const opened = await phoneOf(person, tenantId, extension, sip);
        const { finalStatus } = await opened.register();
        if (finalStatus === 200) return opened;
        await opened[Symbol.asyncDispose]();
        throw new Error(`${extension} cannot register: ${finalStatus}`);
      },
      carrier: addCarrier,
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

async function phoneOf(person: ApiUser, tenantId: string, extension: string, server: Address): Promise<Phone> {
  const { items } = await person.get(`/tenants/${tenantId}/extensions?search=${extension}`);
  const found = items.find((item: { number: string }) => item.number === extension);
  const shown = await person.get(`/tenants/${tenantId}/extensions/${found.id}/credentials`);
  return phone({ sipUsername: shown.sipUsername, password: shown.sipPassword, server });
}

async function addCarrier(operator: ApiUser, name: string): Promise<Carrier & { trunkId: string }> {
  const opened = await carrier();
  const host = '127.0.0.1';
  const trunk = await operator.post('/operator/trunks', {
    name,
    host,
    port: opened.port,
    match: `${host}:${opened.port}`,
    priority: 1,
  });
  return { ...opened, trunkId: trunk.id };
}
