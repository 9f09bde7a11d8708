import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseMessage, type Address, type SipMessage } from './message.ts';
import type { Party } from './record.ts';
import { startSipp, type Sipp, type SippOptions } from './sipp.ts';

const loopback = '127.0.0.1';

/** One SIPp process, seen from the wire: what it sends arrives here, and what is for it goes through here. */
export interface Leg extends AsyncDisposable {
  readonly sipp: Sipp;
  send(datagram: Buffer): void;
}

/** Who watches the messages of one Call-ID go by. */
export type Watcher = (from: Party, message: SipMessage) => void;

/**
 * The wire between SIPp and the world: one UDP port for all that a phone does, as real phones have. SIPp makes and
 * understands every message; the wire passes them on unchanged and lets the test see them at the moment they pass.
 */
export interface Station extends AsyncDisposable {
  readonly port: number;
  /** The SIPp process that answers calls, keep-alives and notices. */
  readonly answering: Leg;
  /** Starts a SIPp process for one act of ours. */
  act(options: Act, watch: Watcher): Promise<Leg>;
  /** Called for a call from outside; what it returns watches that call. */
  onInvite: (invite: SipMessage) => Watcher;
  /** Called for a request that belongs to no call, such as a message-waiting NOTIFY. */
  onNotice: (request: SipMessage) => void;
  errors(): string;
}

export interface Act extends Pick<SippOptions, 'scenario' | 'keys' | 'rows' | 'more'> {
  readonly callId: string;
  readonly to: Address;
}

interface Dialog {
  readonly leg: Leg;
  readonly peer: Address;
  readonly watch: Watcher;
}

export async function openStation(port = 0): Promise<Station> {
  const folder = await mkdtemp(join(tmpdir(), 'phone-'));
  const resources = new AsyncDisposableStack();
  resources.defer(() => rm(folder, { recursive: true, force: true }));
  const outside = await openSocket(port);
  resources.defer(() => closeSocket(outside));
  const dialogs = new Map<string, Dialog>();
  const legs: Leg[] = [];
  const publicPort = outside.address().port;

  function passOut(datagram: Buffer) {
    const message = parseMessage(datagram);
    const dialog = message && dialogs.get(message.callId);
    if (!dialog) return;
    outside.send(datagram, dialog.peer.port, dialog.peer.host);
    dialog.watch('us', message);
  }

  async function openLeg(options: Pick<SippOptions, 'scenario' | 'keys' | 'rows' | 'more'>): Promise<Leg> {
    const keys = { contact_port: publicPort, ...options.keys };
    const leg = await startLeg({ ...options, keys, folder, name: `${options.scenario}-${legs.length}` }, passOut);
    legs.push(resources.use(leg));
    return leg;
  }

  const answering = await openLeg({ scenario: 'answering', keys: {} });
  const station: Station = {
    port: publicPort,
    answering,
    async act({ callId, to, ...options }, watch) {
      const leg = await openLeg({ ...options, more: ['-m', '1', '-cid_str', callId, ...(options.more ?? [])] });
      // In time: nothing that it sends is read before this function has returned.
      dialogs.set(callId, { leg, peer: to, watch });
      return leg;
    },
    onInvite: () => () => {},
    onNotice: () => {},
    errors: () => legs.flatMap(({ sipp }) => sipp.errors() || []).join('\n'),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };

  function newDialog(request: SipMessage, peer: Address): Dialog | undefined {
    // Without an INVITE seen, an ACK or BYE belongs to a call of an earlier life.
    if (!['INVITE', 'OPTIONS', 'NOTIFY'].includes(request.method ?? '')) return undefined;
    const watch = request.method === 'INVITE' ? station.onInvite(request) : () => {};
    if (request.method !== 'INVITE') station.onNotice(request);
    const dialog = { leg: answering, peer, watch };
    dialogs.set(request.callId, dialog);
    return dialog;
  }

  outside.on('message', (datagram, { address, port }) => {
    const message = parseMessage(datagram);
    const dialog = message && (dialogs.get(message.callId) ?? newDialog(message, { host: address, port }));
    dialog?.leg.send(datagram);
    if (dialog) dialog.watch('them', message);
  });
  await answering.sipp.bound();
  return station;
}

async function startLeg(options: Omit<SippOptions, 'remotePort'>, receive: (datagram: Buffer) => void): Promise<Leg> {
  const inside = await openSocket(0);
  inside.on('message', receive);
  const sipp = await startSipp({ ...options, remotePort: inside.address().port });
  return {
    sipp,
    send: (datagram) => inside.send(datagram, sipp.port, loopback),
    async [Symbol.asyncDispose]() {
      await sipp[Symbol.asyncDispose]();
      await closeSocket(inside);
    },
  };
}

async function openSocket(port: number): Promise<Socket> {
  const socket = createSocket('udp4');
  const bound = once(socket, 'listening');
  socket.bind(port, loopback);
  await bound;
  return socket;
}

async function closeSocket(socket: Socket): Promise<void> {
  const closed = once(socket, 'close');
  socket.close();
  await closed;
}
