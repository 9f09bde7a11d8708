import { until } from '../until.ts';
import { calleeDialog, type Dialog } from './dialog.ts';
import { KEY_PAYLOAD_TYPE } from './keys.ts';
import { type Media, openMedia } from './media.ts';
import { audioAddress, type SipMessage } from './message.ts';
import type { OutgoingInvite, RawPhone } from './raw-phone.ts';
import { audioSdp } from './sdp.ts';

/** The ways in which a phone's SDP puts the other side on hold. */
export const HOLDS = {
  sendonly: (port: number) => audioSdp(port, { more: ['a=sendonly'] }),
  inactive: (port: number) => audioSdp(port, { more: ['a=inactive'] }),
  'c=0.0.0.0': (port: number) => audioSdp(port, { host: '0.0.0.0' }),
} as const;
export type Hold = keyof typeof HOLDS;

/**
 * A call at a phone, with its dialog and media. It sends its tone until either side hangs up, as a phone does: Asterisk may soon give the
 * port to another call, which would hear it.
 */
export class CallLine implements AsyncDisposable {
  readonly phone: RawPhone;
  readonly media: Media;
  readonly dialog: Dialog;

  constructor(phone: RawPhone, media: Media, dialog: Dialog) {
    this.phone = phone;
    this.media = media;
    this.dialog = dialog;
    phone.whenOver(dialog.callId, () => void this[Symbol.asyncDispose]());
  }

  async hold(how: Hold = 'sendonly'): Promise<number> {
    return (await this.phone.reinvite(this.dialog, HOLDS[how](this.media.port()))).status ?? 0;
  }

  async resume(): Promise<number> {
    return (await this.phone.reinvite(this.dialog, audioSdp(this.media.port(), { more: ['a=sendrecv'] }))).status ?? 0;
  }

  /** Transfers the other side by REFER. Returns the final status. `to`: a number, or a whole Refer-To. */
  async refer(to: string, headers: readonly string[] = []): Promise<number> {
    const { host, port } = this.phone.server;
    const target = to.includes(':') ? to : `<sip:${to}@${host}:${port}>`;
    const answer = await this.phone.within(this.dialog, 'REFER', { headers: [`Refer-To: ${target}`, ...headers] });
    return answer.status ?? 0;
  }

  /** Presses keys, sent by INFO. */
  async press(keys: string): Promise<void> {
    for (const key of keys) {
      const content = { body: `Signal=${key}\r\nDuration=100\r\n`, contentType: 'application/dtmf-relay' };
      const { status } = await this.phone.within(this.dialog, 'INFO', content);
      if (status !== 200) throw new Error(`the key ${key} is answered with ${status}`);
    }
  }

  /** Hangs up. */
  async bye(): Promise<number> {
    return (await this.phone.within(this.dialog, 'BYE')).status ?? 0;
  }

  /** Waits until the other side hangs up. */
  async ended(withinMs?: number): Promise<SipMessage> {
    const bye = await this.phone.next(
      'BYE',
      ({ method, callId }) => method === 'BYE' && callId === this.dialog.callId,
      withinMs,
    );
    this.phone.respond(bye, 200, 'OK');
    return bye;
  }

  [Symbol.asyncDispose](): PromiseLike<void> {
    return this.media[Symbol.asyncDispose]();
  }
}

/** A ringing call at a phone. */
export type RingingLine = {
  invite: SipMessage;
  answer(tone: number): Promise<CallLine>;
  refuse(status: number): void;
};

/** An offer with sound and telephone events (RFC 4733). */
export const WITH_KEYS = {
  codecs: `0 ${KEY_PAYLOAD_TYPE}`,
  more: [`a=rtpmap:${KEY_PAYLOAD_TYPE} telephone-event/8000`],
};

type Offer = Parameters<typeof audioSdp>[1];

/** Calls a number and sends its tone once it is answered. */
export async function callFrom(phone: RawPhone, number: string, tone: number, offer?: Offer): Promise<CallLine> {
  const dialled = await dialFrom(phone, number, offer);
  return dialled.answered(tone);
}

export type DialledLine = { outgoing: OutgoingInvite; answered(tone: number): Promise<CallLine>; media: Media };

/** Calls a number. */
export async function dialFrom(phone: RawPhone, number: string, offer?: Offer): Promise<DialledLine> {
  const media = openMedia();
  await media.ready;
  const outgoing = phone.invite(number, audioSdp(media.port(), offer));
  return {
    outgoing,
    media,
    async answered(tone) {
      const final = await outgoing.final;
      const address = audioAddress(final);
      if (final.status !== 200 || !address) throw new Error(`${number} answers ${final.firstLine}`);
      media.speak(address, tone);
      return new CallLine(phone, media, await outgoing.dialog());
    },
  };
}

/**
 * Refuses or redirects each INVITE to a phone until its caller has the final response. If Asterisk loses the first redirect,
 * the phone gets the call once more.
 */
export async function refuseEach(
  phone: RawPhone,
  final: Promise<unknown>,
  status: number,
  headers: readonly string[],
): Promise<void> {
  let isOver = false;
  void final.finally(() => (isOver = true)).catch(() => {});
  const isInvited = (): boolean => phone.has(({ method }) => method === 'INVITE');
  for (;;) {
    await until('an INVITE, or the end of the call', () => isInvited() || isOver);
    if (!isInvited()) return;
    phone.respond(await phone.nextRequest('INVITE'), status, 'No', { headers });
  }
}

/** Waits for the next incoming call at a phone, and responds 180. */
export async function ringAt(phone: RawPhone, withinMs?: number): Promise<RingingLine> {
  const invite = await phone.nextRequest('INVITE', withinMs);
  phone.respond(invite, 180, 'Ringing');
  return {
    invite,
    refuse: (status) => phone.respond(invite, status, 'No'),
    async answer(tone) {
      const media = openMedia();
      await media.ready;
      phone.respond(invite, 200, 'OK', { body: audioSdp(media.port()) });
      const address = audioAddress(invite);
      if (address) media.speak(address, tone);
      return new CallLine(phone, media, calleeDialog(invite));
    },
  };
}

/** The body of the next NOTIFY about a transfer. */
export async function notified(phone: RawPhone, withinMs?: number): Promise<string> {
  const notify = await phone.nextRequest('NOTIFY', withinMs);
  phone.respond(notify, 200, 'OK');
  return notify.body.trim();
}

/**
 * Waits until a phone is told that its transfer is over. Seldom Asterisk says 503 although the transfer continues
 * (docs/decisions/028-transfers.md).
 */
export async function transferEnded(phone: RawPhone): Promise<void> {
  const status = await notified(phone);
  if (!/ (200|503) /.test(status)) throw new Error(`the transfer is answered with ${status}`);
}

/** The Refer-To of an attended transfer to the other side of this call. */
export const replacing = ({ dialog, phone }: CallLine, number: string): string => {
  const tagOf = (header: string) => /;tag=([^;>]+)/.exec(header)?.[1] ?? '';
  const value = `${dialog.callId};to-tag=${tagOf(dialog.remote)};from-tag=${tagOf(dialog.local)}`;
  return `<sip:${number}@${phone.server.host}:${phone.server.port}?Replaces=${encodeURIComponent(value)}>`;
};
