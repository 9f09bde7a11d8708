import { randomBytes } from 'node:crypto';
import type { Socket } from 'node:dgram';
import type { Address } from './message.ts';
import { closeUdp, openUdp } from './udp.ts';

const PACKET_MS = 20;

/** One end of an RTP stream. The test chooses its sequence numbers. It counts received packets. */
export class RtpParty implements AsyncDisposable {
  readonly port: number;
  /** The arrival time and payload type of each packet. */
  readonly received: { at: number; payloadType: number }[] = [];
  readonly #socket: Socket;
  readonly #ssrc = randomBytes(4).readUInt32BE();
  #timer: NodeJS.Timeout | undefined;
  #sequence = 20_000;
  #timestamp = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    this.port = socket.address().port;
    socket.on('message', (packet) => {
      if (packet.length > 12) this.received.push({ at: Date.now(), payloadType: packet[1]! & 0x7f });
    });
  }

  static async open(): Promise<RtpParty> {
    return new RtpParty(await openUdp());
  }

  /** Sends a packet every 20 ms. Calling it again continues to another address or in another codec. */
  speak(to: Address, payloadType: number): void {
    clearInterval(this.#timer);
    this.#timer = setInterval(() => {
      const packet = Buffer.alloc(12 + 160, 0xd5);
      packet[0] = 0x80;
      packet[1] = payloadType;
      packet.writeUInt16BE(this.#sequence++ & 0xffff, 2);
      packet.writeUInt32BE(this.#timestamp, 4);
      packet.writeUInt32BE(this.#ssrc, 8);
      this.#timestamp = (this.#timestamp + 160) >>> 0;
      this.#socket.send(packet, to.port, to.host);
    }, PACKET_MS);
  }

  /** Continues with lower sequence numbers, like a phone that has restarted its stream. */
  startAgain(lowerBy: number): void {
    this.#sequence -= lowerBy;
  }

  quiet(): void {
    clearInterval(this.#timer);
  }

  receivedSince(at: number, payloadType?: number): number {
    const fits = (type: number) => payloadType === undefined || type === payloadType;
    return this.received.filter((packet) => packet.at >= at && fits(packet.payloadType)).length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    clearInterval(this.#timer);
    await closeUdp(this.#socket);
  }
}
