import type { Socket } from 'node:dgram';
import { before, HANG_MS } from '../until.ts';
import { KEY_PAYLOAD_TYPE, type KeyPacket, keyPackets, type KeyTimes } from './keys.ts';
import type { Address } from './message.ts';
import {
  classify,
  packetMs,
  samplesPerPacket,
  soundParts,
  tonePayloads,
  type SoundPart,
  type SoundWindow,
} from './sound.ts';
import { closeUdp, openUdp } from './udp.ts';

/** What a phone heard during a call. */
export interface Heard {
  readonly packets: number;
  /** RMS in dB below full scale over everything received; -100 if there was nothing. */
  readonly dbfs: number;
  readonly parts: SoundPart[];
  /** Frequencies heard as a pure tone for 200 ms or more. */
  readonly tones: number[];
  /** How often the sender's SSRC or sequence numbers jumped. Each jump can silence a real phone. */
  readonly jumps: { readonly ssrc: number; readonly sequence: number };
}

/** A tone in Hz; 'sound': something that is neither silence nor a pure tone, such as speech; 'silence': nothing audible. */
export type Expected = number | 'sound' | 'silence';

/** The RTP socket of a phone. What it heard can still be asked after it is disposed of. */
export interface Media extends AsyncDisposable {
  readonly ready: Promise<void>;
  /** 0 until it is ready. */
  port(): number;
  /** Starts sending a tone (0: silence) to the address in the other side's SDP. Calling it again changes only the address. */
  speak(to: Address, toneHz: number): void;
  /** Presses keys, sent as telephone events in place of the tone. Needs speak() first. */
  press(keys: string, times?: KeyTimes): void;
  heard(since?: number): Heard;
  hears(what: Expected, withinMs?: number): Promise<void>;
}

const packetsPerWindow = 5;
const windowMs = packetsPerWindow * packetMs;

export function openMedia(): Media {
  const ear = new Ear();
  const mouth = new Mouth();
  let port = 0;
  const opened = openUdp();
  let closed: Promise<void> | undefined;
  const close = async () => {
    mouth.close();
    await closeUdp(await opened);
  };
  const ready = opened.then((socket) => {
    port = socket.address().port;
    socket.on('message', (packet) => ear.take(packet));
    mouth.socket = socket;
  });
  return {
    ready,
    port: () => port,
    speak: (to, toneHz) => mouth.speak(to, toneHz),
    press: (keys, times) => mouth.press(keys, times),
    heard: (since) => ear.heard(since),
    hears: (what, withinMs) => ear.hears(what, withinMs),
    [Symbol.asyncDispose]: () => (closed ??= close()),
  };
}

class Mouth {
  /** Once it is open. */
  socket: Socket | undefined;
  #target: Address | undefined;
  #timer: NodeJS.Timeout | undefined;
  #closed = false;
  readonly #keys: (KeyPacket | null)[] = [];
  /** When the pressed key began. */
  #keyBegan = 0;

  speak(to: Address, toneHz: number) {
    if (!this.#target && !this.#closed) this.#start(toneHz);
    this.#target = to;
  }

  press(keys: string, times?: KeyTimes) {
    if (!this.#timer) throw new Error('A call that is silent presses no keys.');
    this.#keys.push(...keyPackets(keys, times));
  }

  close() {
    this.#closed = true;
    clearInterval(this.#timer);
  }

  #start(toneHz: number) {
    const payloads = tonePayloads(toneHz);
    const ssrc = Math.floor(Math.random() * 2 ** 32);
    const startedAt = performance.now();
    let sent = 0;
    let done = 0;
    this.#timer = setInterval(() => {
      const now = Math.floor((performance.now() - startedAt) / packetMs);
      for (let at = firstDue(done, now, this.#keys.length > 0); at < now; at++) {
        const header = rtpHeader(sent++, at, ssrc);
        const packet = this.#keyPacket(header, at) ?? Buffer.concat([header, payloads.next().value]);
        if (this.#target) this.socket?.send(packet, this.#target.port, this.#target.host);
      }
      done = Math.max(done, now);
    }, packetMs);
  }

  #keyPacket(header: Buffer, at: number): Buffer | null {
    const key = this.#keys.shift() ?? null;
    if (!key) return null;
    if (key.isFirst) this.#keyBegan = at;
    header[1] = KEY_PAYLOAD_TYPE | (key.isFirst ? 0x80 : 0);
    header.writeUInt32BE((this.#keyBegan * samplesPerPacket) % 2 ** 32, 4);
    return Buffer.concat([header, key.body]);
  }
}

/**
 * From which packet on a timer sends, all in units of 20 ms: `done` are sent, and it is `now`. Timers are late on a busy machine. Late sound is sent at
 * once. Late packets of keys are not: Asterisk measures the pause between two keys by the clock, and takes a key too soon after another twice.
 */
export const firstDue = (done: number, now: number, pressing: boolean): number =>
  pressing ? Math.max(done, now - 1) : done;

/** RFC 3550, 5.1: version 2, payload type 0 (PCMU). `sent`: how many packets before. `at`: the time in packets. */
function rtpHeader(sent: number, at: number, ssrc: number): Buffer {
  const header = Buffer.alloc(12);
  header[0] = 0x80;
  header[1] = sent === 0 ? 0x80 : 0;
  header.writeUInt16BE((sent + 1) & 0xffff, 2);
  header.writeUInt32BE((at * samplesPerPacket) % 2 ** 32, 4);
  header.writeUInt32BE(ssrc, 8);
  return header;
}

class Ear {
  readonly #windows: SoundWindow[] = [];
  readonly #waiting = new Set<() => void>();
  readonly #jumps = { ssrc: 0, sequence: 0 };
  #packets = 0;
  #unheard: Buffer[] = [];
  #previous: { ssrc: number; sequence: number } | undefined;
  #lastAt = 0;

  take(packet: Buffer) {
    // stray packets on this port, such as another call's RTCP, are not PCMU
    const isUlaw = packet.length > 12 && packet[0]! >> 6 === 2 && (packet[1]! & 0x7f) === 0;
    if (!isUlaw) return;
    this.#packets++;
    this.#lastAt = Date.now();
    this.#countJumps({ sequence: packet.readUInt16BE(2), ssrc: packet.readUInt32BE(8) });
    this.#unheard.push(packet.subarray(12));
    if (this.#unheard.length < packetsPerWindow) return;
    this.#windows.push(classify(Buffer.concat(this.#unheard), this.#lastAt));
    this.#unheard = [];
    for (const check of this.#waiting) check();
  }

  #countJumps(current: { ssrc: number; sequence: number }) {
    const previous = this.#previous;
    if (previous && previous.ssrc !== current.ssrc) this.#jumps.ssrc++;
    if (previous && ((previous.sequence + 1) & 0xffff) !== current.sequence) this.#jumps.sequence++;
    this.#previous = current;
  }

  heard(since = 0): Heard {
    const considered = this.#windows.filter((window) => window.at >= since);
    const parts = soundParts(considered, windowMs);
    const power = considered.reduce((sum, { dbfs }) => sum + 10 ** (dbfs / 10), 0) / Math.max(1, considered.length);
    return {
      packets: since === 0 ? this.#packets : considered.length * packetsPerWindow,
      dbfs: Math.round(10 * Math.log10(Math.max(power, 1e-10))),
      parts,
      tones: [...new Set(parts.filter((part) => part.kind === 'tone' && part.ms >= 200).map((part) => part.hz))],
      jumps: { ...this.#jumps },
    };
  }

  async hears(what: Expected, withinMs = HANG_MS): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const from = Date.now();
    const check = () => {
      const now = Date.now();
      const recent = this.#windows.filter((window) => window.at > now - 700);
      if (isHeard(what, recent, now - Math.max(from, this.#lastAt))) resolve();
    };
    this.#waiting.add(check);
    // Silence may also mean that no packet arrives. If this program was busy, it first reads those that did.
    const timer = what === 'silence' ? setInterval(() => setImmediate(check), windowMs) : undefined;
    check();
    try {
      await before(promise, withinMs, () => `to hear ${what}, but heard ${JSON.stringify(this.heard())}`);
    } finally {
      this.#waiting.delete(check);
      clearInterval(timer);
    }
  }
}

/** A change of sound makes one window impure, so a single window proves nothing: a tone needs two in a row, anything else most of half a second. */
function isHeard(what: Expected, recent: readonly SoundWindow[], quietMs: number): boolean {
  const lastFive = recent.slice(-5);
  if (what === 'sound') return lastFive.filter((window) => window.kind === 'sound').length >= 4;
  if (what === 'silence')
    return quietMs >= 500 || (lastFive.length === 5 && lastFive.every((window) => window.kind === 'silence'));
  const lastTwo = recent.slice(-2);
  return lastTwo.length === 2 && lastTwo.every((window) => window.kind === 'tone' && Math.abs(window.hz - what) <= 10);
}
