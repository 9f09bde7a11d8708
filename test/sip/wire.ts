import { once } from 'node:events';
import net from 'node:net';
import tls from 'node:tls';
import { type Address, parseMessage, type SipMessage } from './message.ts';
import { closeUdp, openUdp } from './udp.ts';

export type Transport = 'udp' | 'tcp' | 'tls';

/** A socket that speaks SIP with one server. */
export interface Wire {
  readonly local: Address;
  /** The number of blank datagrams received, which hold a router's pinhole open. */
  keepAlives(): number;
  send(text: string): void;
  close(): Promise<void>;
}

type Receive = (message: SipMessage) => void;

/** `host` is the local address, any of 127.0.0.0/8. */
export function openWire(transport: Transport, server: Address, host: string, receive: Receive): Promise<Wire> {
  return transport === 'udp' ? overUdp(server, host, receive) : overStream(transport, server, host, receive);
}

async function overUdp(server: Address, host: string, receive: Receive): Promise<Wire> {
  const socket = await openUdp(host);
  let keepAlives = 0;
  socket.on('message', (datagram) => {
    const message = parseMessage(datagram);
    if (message) receive(message);
    else if (datagram.toString().trim() === '') keepAlives++;
  });
  return {
    local: { host, port: socket.address().port },
    keepAlives: () => keepAlives,
    send: (text) => socket.send(text, server.port, server.host),
    close: () => closeUdp(socket),
  };
}

async function overStream(transport: 'tcp' | 'tls', server: Address, host: string, receive: Receive): Promise<Wire> {
  const where = { host: server.host, port: server.port, localAddress: host };
  // the demo's certificate is self-signed
  const socket = transport === 'tcp' ? net.connect(where) : tls.connect({ ...where, rejectUnauthorized: false });
  await once(socket, transport === 'tcp' ? 'connect' : 'secureConnect');
  let text = '';
  socket.setEncoding('utf8').on('data', (chunk: string) => {
    const { messages, rest } = splitMessages(text + chunk);
    text = rest;
    messages.forEach(receive);
  });
  socket.on('error', () => {});
  return {
    local: { host, port: socket.localPort ?? 0 },
    keepAlives: () => 0,
    send: (text) => void socket.write(text),
    async close() {
      if (socket.closed) return;
      const closed = once(socket, 'close');
      socket.destroy();
      await closed;
    },
  };
}

/** Splits a stream into messages. Blank lines between them only hold a NAT binding open. */
function splitMessages(stream: string): { messages: SipMessage[]; rest: string } {
  const messages: SipMessage[] = [];
  let rest = stream.replace(/^(\r\n)+/, '');
  for (let end = endOfFirst(rest); end !== undefined; end = endOfFirst(rest)) {
    const message = parseMessage(Buffer.from(rest.slice(0, end)));
    if (message) messages.push(message);
    rest = rest.slice(end).replace(/^(\r\n)+/, '');
  }
  return { messages, rest };
}

function endOfFirst(text: string): number | undefined {
  const blankLine = text.indexOf('\r\n\r\n');
  if (blankLine < 0) return undefined;
  const length = Number(/^Content-Length: *(\d+)/im.exec(text.slice(0, blankLine + 2))?.[1] ?? 0);
  const end = blankLine + 4 + length;
  return text.length < end ? undefined : end;
}
