import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import type { Address } from './message.ts';
import { packetMs, samplesPerPacket } from './sound.ts';

/** The media of one call, at the caller. */
export type EchoedCall = {
  readonly port: number;
  /** Starts sending sound to the address in the other side's SDP. */
  speak(to: Address): void;
};

/** The packets sent during a measurement, and those that came back in time. */
export type Echoed = { sent: number; inTime: number };

/** Packets that come back later are too late to be played. */
const IN_TIME_MS = 100;
const TICK_MS = 2;
const HEADER_BYTES = 12;

type Flow = { socket: Socket; to: Address | undefined; nextAt: number; sequence: number };

/**
 * Sound for many calls whose far end echoes it. Each packet contains its send time, so a returned packet proves that both directions work. The
 * payload must not be transcoded.
 */
export class EchoedCalls implements AsyncDisposable {
  readonly #flows: Flow[] = [];
  readonly #timer = setInterval(() => this.#send(), TICK_MS);
  #counted: { from: number; to: number; echoed: Echoed } | undefined;

  async open(): Promise<EchoedCall> {
    const socket = createSocket('udp4');
    const bound = once(socket, 'listening');
    socket.bind(0, '127.0.0.1');
    await bound;
    const flow: Flow = { socket, to: undefined, nextAt: 0, sequence: 0 };
    this.#flows.push(flow);
    socket.on('message', (packet) => this.#receive(packet));
    return {
      port: socket.address().port,
      speak(to) {
        flow.nextAt = performance.now();
        flow.to = to;
      },
    };
  }

  /** Counts the packets sent during this time. */
  async measure(milliseconds: number): Promise<Echoed> {
    const from = performance.now();
    const counted = { from, to: from + milliseconds, echoed: { sent: 0, inTime: 0 } };
    this.#counted = counted;
    await delay(milliseconds + 2 * IN_TIME_MS);
    this.#counted = undefined;
    return counted.echoed;
  }

  /** Ends the sound of all calls so far. */
  async silence(): Promise<void> {
    for (const { socket } of this.#flows.splice(0)) {
      const closed = once(socket, 'close');
      socket.close();
      await closed;
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await this.silence();
  }

  #send(): void {
    const now = performance.now();
    for (const flow of this.#flows) {
      if (!flow.to) continue;
      // a late timer sends everything that is due
      for (; flow.nextAt <= now; flow.nextAt += packetMs) {
        const packet = rtpPacket(flow.sequence++, flow.socket.address().port);
        packet.writeDoubleBE(now, HEADER_BYTES);
        flow.socket.send(packet, flow.to.port, flow.to.host);
        if (this.#isCounted(now)) this.#count('sent');
      }
    }
  }

  #receive(packet: Buffer): void {
    if (packet.length !== HEADER_BYTES + samplesPerPacket) return;
    const sentAt = packet.readDoubleBE(HEADER_BYTES);
    if (this.#isCounted(sentAt) && performance.now() - sentAt <= IN_TIME_MS) this.#count('inTime');
  }

  #isCounted(sentAt: number): boolean {
    return this.#counted !== undefined && sentAt >= this.#counted.from && sentAt < this.#counted.to;
  }

  #count(what: keyof Echoed): void {
    if (this.#counted) this.#counted.echoed[what]++;
  }
}

/** RFC 3550, 5.1: version 2, payload type 0 (PCMU). */
function rtpPacket(index: number, ssrc: number): Buffer {
  const packet = Buffer.alloc(HEADER_BYTES + samplesPerPacket, 0xff);
  packet[0] = 0x80;
  packet[1] = index === 0 ? 0x80 : 0;
  packet.writeUInt16BE(index & 0xffff, 2);
  packet.writeUInt32BE((index * samplesPerPacket) % 2 ** 32, 4);
  packet.writeUInt32BE(ssrc, 8);
  return packet;
}
