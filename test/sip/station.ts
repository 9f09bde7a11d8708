import type { Socket } from 'node:dgram';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseMessage, type Address, type SipMessage } from './message.ts';
import type { Party } from './record.ts';
import { startSipp, type Sipp, type SippOptions } from './sipp.ts';
import { bindUdp, closeUdp, openUdp } from './udp.ts';

const loopback = '127.0.0.1';

/** A SIPp process, seen from the network. Its messages pass through here. */
export interface Leg extends AsyncDisposable {
  readonly sipp: Sipp;
  send(datagram: Buffer): void;
}

/** Sees each message of one Call-ID. */
export type Watcher = (from: Party, message: SipMessage) => void;

export interface Act extends Pick<SippOptions, 'scenario' | 'keys' | 'rows' | 'more'> {
  readonly callId: string;
  readonly to: Address;
}

interface Dialog {
  readonly leg: Leg;
  readonly peer: Address;
  readonly watch: Watcher;
}

/**
 * Connects SIPp to the network with a single UDP port, as real phones have. SIPp creates and parses every message; the station forwards them
 * unchanged and lets the test observe them.
 */
export class Station implements AsyncDisposable {
  readonly port: number;
  /** Called for an incoming call; returns a watcher for it. */
  onInvite: (invite: SipMessage) => Watcher = () => () => {};
  /** Called for a request outside a call, such as a message-waiting NOTIFY. */
  onNotice: (request: SipMessage) => void = () => {};
  readonly #outside: Socket;
  readonly #folder: string;
  readonly #dialogs = new Map<string, Dialog>();
  readonly #legs: Leg[] = [];
  readonly #resources = new AsyncDisposableStack();

  private constructor(outside: Socket, folder: string) {
    this.#outside = outside;
    this.#folder = folder;
    this.port = outside.address().port;
    this.#resources.defer(() => rm(folder, { recursive: true, force: true }));
    this.#resources.defer(() => closeUdp(outside));
  }

  static async open(port?: number): Promise<Station> {
    const outside = port === undefined ? await openUdp() : await bindUdp(port, loopback);
    const station = new Station(outside, await mkdtemp(join(tmpdir(), 'phone-')));
    try {
      const answering = await station.#openLeg({ scenario: 'answering', keys: {} });
      await answering.sipp.bound();
      outside.on('message', (datagram, from) => station.#passIn(datagram, { host: from.address, port: from.port }));
      return station;
    } catch (error) {
      await station[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** The SIPp process that answers calls, keep-alives and notices. */
  get answering(): Leg {
    return this.#legs[0]!;
  }

  /** Starts a SIPp process for one action. */
  async act({ callId, to, ...options }: Act, watch: Watcher): Promise<Leg> {
    const leg = await this.#openLeg({ ...options, more: ['-m', '1', '-cid_str', callId, ...(options.more ?? [])] });
    // early enough, because nothing that it sends is read before this function has returned
    this.#dialogs.set(callId, { leg, peer: to, watch });
    return leg;
  }

  errors(): string {
    return this.#legs.flatMap(({ sipp }) => sipp.errors() || []).join('\n');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    // late messages are dropped
    this.#outside.removeAllListeners('message');
    await this.#resources.disposeAsync();
  }

  async #openLeg(options: Pick<SippOptions, 'scenario' | 'keys' | 'rows' | 'more'>): Promise<Leg> {
    const keys = { contact_port: this.port, ...options.keys };
    // -nd: SIPp ignores unexpected messages, such as one that crossed its own, as a phone would; by default, it would abort the call.
    const more = ['-nd', ...(options.more ?? [])];
    const name = `${options.scenario}-${this.#legs.length}`;
    const start = { ...options, keys, more, folder: this.#folder, name };
    const leg = await startLeg(start, (datagram) => this.#passOut(datagram));
    this.#legs.push(this.#resources.use(leg));
    return leg;
  }

  #passOut(datagram: Buffer) {
    const message = parseMessage(datagram);
    const dialog = message && this.#dialogs.get(message.callId);
    if (!dialog) return;
    this.#outside.send(datagram, dialog.peer.port, dialog.peer.host);
    dialog.watch('us', message);
  }

  #passIn(datagram: Buffer, from: Address) {
    const message = parseMessage(datagram);
    const dialog = message && (this.#dialogs.get(message.callId) ?? this.#newDialog(message, from));
    if (!dialog) return;
    dialog.leg.send(datagram);
    dialog.watch('them', message);
  }

  #newDialog(request: SipMessage, peer: Address): Dialog | undefined {
    // without its INVITE, an ACK or BYE belongs to a call of an earlier process
    if (!['INVITE', 'OPTIONS', 'NOTIFY'].includes(request.method ?? '')) return undefined;
    const watch = request.method === 'INVITE' ? this.onInvite(request) : () => {};
    if (request.method !== 'INVITE') this.onNotice(request);
    const dialog = { leg: this.answering, peer, watch };
    this.#dialogs.set(request.callId, dialog);
    return dialog;
  }
}

async function startLeg(options: Omit<SippOptions, 'remotePort'>, receive: (datagram: Buffer) => void): Promise<Leg> {
  const inside = await openUdp();
  inside.on('message', receive);
  const sipp = await startSipp({ ...options, remotePort: inside.address().port });
  return {
    sipp,
    send: (datagram) => inside.send(datagram, sipp.port, loopback),
    async [Symbol.asyncDispose]() {
      await sipp[Symbol.asyncDispose]();
      await closeUdp(inside);
    },
  };
}
