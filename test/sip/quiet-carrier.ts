import { parseMessage, type SipMessage } from './message.ts';
import { closeUdp, openUdp } from './udp.ts';

/** A host that responds to OPTIONS, but not to calls. */
export interface QuietCarrier extends AsyncDisposable {
  readonly port: number;
  /** The calls that came in, by Call-ID. */
  readonly calls: ReadonlySet<string>;
  /** Stops responding even to OPTIONS. */
  fallSilent(): void;
  /** Closes its port. */
  close(): Promise<void>;
}

export interface QuietOptions {
  readonly silentFromTheStart?: boolean;
  /** Responds 100 to a call at once, and 486 after this time. */
  readonly busyAfterMs?: number;
}

export async function openQuietCarrier({
  silentFromTheStart = false,
  busyAfterMs,
}: QuietOptions = {}): Promise<QuietCarrier> {
  const socket = await openUdp();
  const calls = new Set<string>();
  let isSilent = silentFromTheStart;
  let isOpen = true;
  socket.on('message', (datagram, from) => {
    const message = parseMessage(datagram);
    if (!message) return;
    const answer = (line: string): void => {
      if (isOpen) socket.send(answerTo(message, line), from.port, from.address);
    };
    if (message.method === 'OPTIONS' && !isSilent) answer('200 OK');
    if (message.method !== 'INVITE' || calls.has(message.callId)) return;
    calls.add(message.callId);
    if (busyAfterMs === undefined) return;
    answer('100 Trying');
    setTimeout(() => answer('486 Busy Here'), busyAfterMs);
  });
  const close = async (): Promise<void> => {
    if (!isOpen) return;
    isOpen = false;
    await closeUdp(socket);
  };
  return {
    port: socket.address().port,
    calls,
    fallSilent: () => void (isSilent = true),
    close,
    [Symbol.asyncDispose]: close,
  };
}

function answerTo(request: SipMessage, line: string): Buffer {
  const same = ['Via', 'From', 'Call-ID', 'CSeq'].flatMap((name) =>
    request.headers(name).map((value) => `${name}: ${value}`),
  );
  const lines = [`SIP/2.0 ${line}`, ...same, `To: ${request.header('To') ?? ''};tag=1`, 'Content-Length: 0'];
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);
}
