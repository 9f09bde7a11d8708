import { randomUUID } from 'node:crypto';
import { before, HANG_MS } from '../until.ts';
import type { Call } from './call.ts';
import type { Credentials } from './digest.ts';
import { openLine, type CallOptions, type ListenOptions, type Listening } from './line.ts';
import type { Address } from './message.ts';
import { registerPatiently } from './registration.ts';
import { credentials } from './sipp.ts';
import { Station } from './station.ts';

export interface PhoneOptions extends Credentials {
  readonly server: Address;
}

export interface RegisterResult {
  readonly finalStatus: number;
  /** Including the digest challenge, if there was one. */
  readonly statuses: readonly number[];
  /** The contacts that the registrar now has: the Contact headers of its 200. */
  readonly contacts: readonly string[];
}

/**
 * A SIP phone on loopback. It has one port for all it does, and refuses calls with 480 until listen().
 *
 *     await using ada = await phone({ sipUsername: 'acme-101', password, server });
 *     await using bob = await phone({ sipUsername: 'acme-102', password, server });
 *     await bob.register();
 *     const atBob = bob.listen({ tone: 620 });
 *     const call = ada.call('102', { tone: 440 });
 *     const taken = await atBob.nextCall();
 *     await Promise.all([call.hears(620), taken.hears(440)]);
 *     const { answered, endedBy, heard } = await call.hangUp();
 */
export interface Phone extends AsyncDisposable {
  readonly port: number;
  register(options?: { expires?: number; deadlineMs?: number }): Promise<RegisterResult>;
  unregister(): Promise<RegisterResult>;
  /** The last call counts: `listen({ rejectWith: 486 })` makes an answering phone busy. */
  listen(options?: ListenOptions): Listening;
  call(number: string, options?: CallOptions): Call;
  /** Bodies of NOTIFY requests, such as message-waiting counts, in order. */
  readonly notices: readonly string[];
}

export async function openPhone({ sipUsername, password, server }: PhoneOptions): Promise<Phone> {
  const resources = new AsyncDisposableStack();
  const station = resources.use(await Station.open());
  const line = resources.use(openLine(station));
  const notices: string[] = [];
  station.onNotice = (request) => {
    if (request.method === 'NOTIFY') notices.push(request.body);
  };
  const register: Phone['register'] = ({ expires = 3600, deadlineMs = HANG_MS } = {}) =>
    sendRegister(station, { sipUsername, password, server, expires, deadlineMs });

  return {
    port: station.port,
    notices,
    register,
    unregister: () => register({ expires: 0 }),
    listen: (options = {}) => line.listen(options),
    call: (number, options = {}) =>
      line.call({
        ...options,
        number,
        to: server,
        user: options.from ?? sipUsername,
        authUser: sipUsername,
        displayName: options.from ?? sipUsername,
        password,
      }),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}

/** A phone that has registered; fails if it cannot. */
export async function openRegisteredPhone(options: PhoneOptions): Promise<Phone> {
  await using opening = new AsyncDisposableStack();
  const opened = opening.use(await openPhone(options));
  await registerPatiently(options.sipUsername, async () => (await opened.register()).finalStatus);
  opening.move();
  return opened;
}

interface Registration extends PhoneOptions {
  readonly expires: number;
  readonly deadlineMs: number;
}

async function sendRegister(station: Station, registration: Registration): Promise<RegisterResult> {
  const { sipUsername, password, server, expires, deadlineMs } = registration;
  const statuses: number[] = [];
  let contacts: string[] = [];
  const leg = await station.act(
    {
      scenario: 'registering',
      callId: `${randomUUID()}@127.0.0.1`,
      to: server,
      keys: { server: `${server.host}:${server.port}`, expires },
      rows: [[sipUsername, credentials(sipUsername, password)]],
      more: ['-auth_uri', `${server.host}:${server.port}`],
    },
    (from, message) => {
      if (from === 'us' || message.status === undefined) return;
      statuses.push(message.status);
      contacts = message.headers('Contact');
    },
  );
  const explain = () =>
    `the end of a REGISTER by ${sipUsername}; responses so far: ${statuses.join()}; ${leg.sipp.errors()}`;
  const code = await before(leg.sipp.exited, deadlineMs, explain);
  if (code !== 0) throw new Error(`SIPp ended with ${code} instead of ${explain()}`);
  return { finalStatus: statuses.at(-1) ?? 0, statuses, contacts };
}
