/** The parts of a SIP message that a test phone needs: first line, headers, and the audio address in its SDP. */
export interface SipMessage {
  readonly text: string;
  readonly firstLine: string;
  /** Only in requests. */
  readonly method?: string;
  readonly uri?: string;
  /** Only in responses. */
  readonly status?: number;
  readonly callId: string;
  readonly cseqMethod: string;
  readonly body: string;
  header(name: string): string | undefined;
  headers(name: string): string[];
}

export interface Address {
  readonly host: string;
  readonly port: number;
}

const statusLine = /^SIP\/2\.0 (\d{3})/;

/** Undefined if it is not a SIP message, such as the CR LF that keeps a NAT binding open. */
export function parseMessage(datagram: Buffer): SipMessage | undefined {
  const text = datagram.toString('utf8');
  const end = text.indexOf('\r\n\r\n');
  const [firstLine = '', ...lines] = (end < 0 ? text : text.slice(0, end)).split('\r\n');
  const headers = lines.map((line) => {
    const colon = line.indexOf(':');
    return { name: line.slice(0, colon).trim().toLowerCase(), value: line.slice(colon + 1).trim() };
  });
  const all = (name: string) => headers.filter((h) => h.name === name.toLowerCase()).map((h) => h.value);
  const callId = all('Call-ID')[0];
  const cseqMethod = all('CSeq')[0]?.split(/\s+/)[1];
  if (!callId || !cseqMethod) return undefined;

  const status = statusLine.exec(firstLine)?.[1];
  const [method, uri] = status ? [] : firstLine.split(' ');
  return {
    text,
    firstLine,
    method,
    uri,
    status: status ? Number(status) : undefined,
    callId,
    cseqMethod,
    body: end < 0 ? '' : text.slice(end + 4),
    header: (name) => all(name)[0],
    headers: all,
  };
}

/** Where the sender of a message wants to receive audio. */
export function audioAddress(message: SipMessage): Address | undefined {
  const port = /^m=audio (\d+) /m.exec(message.body)?.[1];
  const host = /^c=IN IP4 (\S+)/m.exec(message.body)?.[1];
  return port && host ? { host, port: Number(port) } : undefined;
}

/** `"Ada" <sip:101@pbx>;tag=1` is Ada, 101. */
export function parseParty(header: string): { name: string; number: string; uri: string } {
  const uri = /<([^>]*)>/.exec(header)?.[1] ?? header.split(';')[0] ?? '';
  const name = (/^\s*("([^"]*)"|[^<"]*)\s*</.exec(header)?.slice(1) ?? []).reverse().find((part) => part !== undefined);
  return { name: (name ?? '').trim(), number: userPart(uri), uri };
}

/** The user part of a SIP URI: the number dialled. */
export function userPart(uri: string): string {
  return decodeURIComponent(/^sips?:([^@;]*)@/.exec(uri)?.[1] ?? '');
}

/**
 * A cue tells a scenario what its phone does next. It is sent only to SIPp's own socket, and repeats the headers that the scenario's next message
 * needs, because SIPp's [last_Via:] and the like refer to the last message, which is the cue.
 */
export function cue(name: string, about: CueHeaders, extra: Record<string, string> = {}): Buffer {
  const lines = [
    `${name} sip:cue SIP/2.0`,
    ...about.via.map((via) => `Via: ${via}`),
    `From: ${about.from}`,
    `To: ${about.to}`,
    `Call-ID: ${about.callId}`,
    `CSeq: ${about.cseq}`,
    ...Object.entries(extra).map(([header, value]) => `${header}: ${value}`),
    'Content-Length: 0',
  ];
  return Buffer.from(lines.join('\r\n') + '\r\n\r\n');
}

export interface CueHeaders {
  readonly via: string[];
  readonly from: string;
  readonly to: string;
  readonly callId: string;
  readonly cseq: string;
}

/** The headers of a request, for a cue about it. */
export function cueHeaders(message: SipMessage): CueHeaders {
  return {
    via: message.headers('Via'),
    from: message.header('From') ?? '',
    to: message.header('To') ?? '',
    callId: message.callId,
    cseq: message.header('CSeq') ?? '',
  };
}

/** The headers for a request in the other direction. */
export function reversed(headers: CueHeaders): CueHeaders {
  return { ...headers, from: headers.to, to: headers.from };
}
