import { z } from 'zod';
import type { Arrival } from '../../calls/model/decision.ts';
import type { Event } from '../../calls/model/event.ts';
import { type LegNote, readLegNote } from '../../calls/model/leg-note.ts';
import { CAUSE } from '../../calls/rules.ts';
import { endpointOf, trunkIdOf } from './dial-string.ts';

/** A channel as ARI describes it, as far as we read it. */
export const AriChannel = z.object({
  id: z.string(),
  name: z.string(),
  state: z.string(),
  accountcode: z.string(),
  caller: z.object({ name: z.string(), number: z.string() }),
  dialplan: z.object({ exten: z.string(), app_name: z.string(), app_data: z.string() }),
  /** those that ari.conf lists */
  channelvars: z.record(z.string(), z.string()).optional(),
});
export type AriChannel = z.infer<typeof AriChannel>;

/** The application that a channel of ours is in, and the prefix of what it was started with. */
export const APPLICATION = 'strowger';

/** The events that we read, and what we read of them. */
const AriEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('StasisStart'),
    args: z.array(z.string()),
    channel: AriChannel,
    replace_channel: AriChannel.optional(),
  }),
  z.object({ type: z.literal('StasisEnd'), channel: AriChannel }),
  z.object({ type: z.literal('Dial'), peer: AriChannel, dialstatus: z.string(), forward: z.string().optional() }),
  z.object({ type: z.literal('ChannelDtmfReceived'), channel: AriChannel, digit: z.string() }),
  z.object({ type: z.literal('ChannelHangupRequest'), channel: AriChannel, cause: z.number().optional() }),
  // tech_cause is the SIP status
  z.object({
    type: z.literal('ChannelDestroyed'),
    channel: AriChannel,
    cause: z.number(),
    tech_cause: z.number().optional(),
  }),
  z.object({ type: z.literal('ChannelHold'), channel: AriChannel }),
  z.object({ type: z.literal('ChannelUnhold'), channel: AriChannel }),
  z.object({ type: z.literal('RecordingFinished'), recording: z.object({ name: z.string(), target_uri: z.string() }) }),
  z.object({ type: z.literal('RecordingFailed'), recording: z.object({ name: z.string(), target_uri: z.string() }) }),
  z.object({
    type: z.literal('PlaybackFinished'),
    playback: z.object({ id: z.string(), target_uri: z.string(), state: z.string().optional() }),
  }),
]);

/** The events that are asked for; all others would only cost time. */
export const EVENT_TYPES: readonly string[] = AriEvent.options.map(({ shape }) => shape.type.value);

/** An event, and the channel that it is about. */
type Translated = { channel: string; event: Event };

/** Why the other side hangs up legs that have not ended yet. */
export type HangupCauses = Map<string, number>;

/**
 * Asterisk's event as one of ours, with the channel that it is about; null if it means nothing to us. Throws if it is one of those
 * that we read, but not in the form that Asterisk sends. `causes` is kept from one event to the next.
 */
export function translate(json: unknown, causes: HangupCauses = new Map()): Translated | null {
  const { type } = z.object({ type: z.string() }).parse(json);
  if (!EVENT_TYPES.includes(type)) return null;
  const ari = AriEvent.parse(json);
  switch (ari.type) {
    case 'StasisStart': {
      const { id } = ari.channel;
      const transfer = transferOf(ari.channel, ari.replace_channel);
      if (transfer) return transfer;
      // a leg cannot be dialled before this, even if the response to its creation has come
      if (isLeg(id)) return { channel: id, event: { type: 'ready', leg: id } };
      const arrival = arrivalOf(ari.channel, ari.args);
      return arrival && { channel: id, event: { type: 'arrived', arrival } };
    }
    case 'Dial':
      return ari.forward
        ? { channel: ari.peer.id, event: { type: 'redirected', leg: ari.peer.id, to: ari.forward } }
        : dialled(ari.peer, ari.dialstatus);
    case 'ChannelDtmfReceived':
      return { channel: ari.channel.id, event: { type: 'digit', channel: ari.channel.id, digit: ari.digit } };
    case 'ChannelDestroyed':
      return {
        channel: ari.channel.id,
        event: { type: 'channelEnded', channel: ari.channel.id, cause: causeOf(ari, causes), ...statusOf(ari) },
      };
    // The channel of a caller that hangs up while it is being answered in a bridge stays for ever, unless we hang it up.
    case 'ChannelHangupRequest':
      if (!isLeg(ari.channel.id))
        return { channel: ari.channel.id, event: { type: 'hangupRequested', channel: ari.channel.id } };
      if (ari.cause !== undefined) causes.set(ari.channel.id, ari.cause);
      return null;
    // ChannelDestroyed does not come for every inbound channel: our subscription to it ends here. A leg's cause does come.
    case 'StasisEnd':
      return isLeg(ari.channel.id)
        ? null
        : { channel: ari.channel.id, event: { type: 'channelEnded', channel: ari.channel.id, cause: 0 } };
    case 'ChannelHold':
      return { channel: ari.channel.id, event: { type: 'held', channel: ari.channel.id } };
    case 'ChannelUnhold':
      return { channel: ari.channel.id, event: { type: 'resumed', channel: ari.channel.id } };
    case 'RecordingFinished':
    case 'RecordingFailed':
      return {
        channel: ari.recording.target_uri.replace('channel:', ''),
        event: { type: 'recorded', id: ari.recording.name },
      };
    case 'PlaybackFinished':
      return {
        channel: ari.playback.target_uri.replace('channel:', ''),
        event: { type: 'played', id: ari.playback.id, ...(ari.playback.state === 'failed' && { failed: true }) },
      };
  }
}

/** A phone has sent a REFER: Asterisk has put a channel into its place in the bridge that leads to where it sends the other one. */
function transferOf({ id, name }: AriChannel, replaced: AriChannel | undefined): Translated | null {
  const [, to] = /^Local\/(.+)@transfers-[0-9a-f]+;1$/.exec(name) ?? [];
  if (to === undefined || !replaced) return null;
  return { channel: replaced.id, event: { type: 'transferRequested', by: replaced.id, to, standIn: id } };
}

/**
 * Why a channel has ended. The cause that the other side gave waits in the channel's queue. If a leg leaves its bridge before Asterisk has read it there,
 * Asterisk reports "normal clearing": so it was for one in five legs that were refused at once.
 */
function causeOf({ channel, cause }: { channel: AriChannel; cause: number }, causes: HangupCauses): number {
  const requested = causes.get(channel.id);
  causes.delete(channel.id);
  return cause === CAUSE.normal ? (requested ?? cause) : cause;
}

/** SIP's final answer, where there was one. */
const statusOf = ({ tech_cause: status }: { tech_cause?: number | undefined }): { status?: number } =>
  status !== undefined && status >= 300 ? { status } : {};

function dialled(peer: AriChannel, status: string): Translated | null {
  const { id: leg } = peer;
  // 183, or 180 with sound of its own: a phone's caller hears plain ringing
  if (status === 'RINGING' || status === 'PROGRESS') return { channel: leg, event: { type: 'ringing', leg } };
  if (status === 'ANSWER') return { channel: leg, event: { type: 'answered', leg, codecs: codecsOf(peer) } };
  // the others announce an end, whose cause comes with ChannelDestroyed
  return null;
}

/** We name legs, `<call>.<number>`; Asterisk names the other channels. */
const isLeg = (channel: string): boolean => /^[0-9a-f-]{36}\.\d+$/.test(channel);

/** The call that a leg belongs to. */
export const callOfLeg = (channel: string): string | null => (isLeg(channel) ? channel.slice(0, 36) : null);

/** A contact that the edge has marked: behind the address, where a phone has no say. */
const OVER_TLS = /^sips?:(?:[^@;]*@)?[\d.]+:\d+(?:;[\w.-]+(?:=[\w.-]*)?)*;over=tls(?:;|$)/;

/** A call that has come in, from a channel in our application and the arguments of its dialplan line; null for a leg. */
export function arrivalOf(
  channel: AriChannel,
  [from, presentation, privacy = '', fromHeader = '', , contact = '', ...to]: string[],
): Arrival | null {
  if (from !== 'phone' && from !== 'carrier') return null;
  const variables = channel.channelvars ?? {};
  return {
    channel: channel.id,
    from,
    dialled: channel.dialplan.exten === REGISTERED ? userOf(to.join(',')) : channel.dialplan.exten,
    endpoint: endpointOf(channel.name),
    tenantId: channel.accountcode || null,
    caller: { number: channel.caller.number, name: unquoted(channel.caller.name) },
    restricted: presentation?.startsWith('prohib') || asksForPrivacy(privacy) || isAnonymous(fromHeader),
    overTls: OVER_TLS.test(contact),
    codecs: codecsOf(channel),
    emergency: {
      trunkId: trunkIdOf(variables['EMERGENCY_TRUNK'] ?? ''),
      callback: variables['EMERGENCY_CALLBACK'] || null,
    },
  };
}

const CODECS_VARIABLE = 'CHANNEL(audionativeformat)';

/** `(ulaw|alaw)` or `(nothing)` */
export const codecsOf = ({ channelvars }: AriChannel): string[] =>
  (channelvars?.[CODECS_VARIABLE]?.match(/\w+/g) ?? []).filter((name) => name !== 'nothing');

/** Asterisk gives a name as it stood between the quotes of the header, and would escape it a second time. */
const unquoted = (name: string): string => name.replaceAll(/\\(.)/g, '$1');

/** The values of a Privacy header with which a caller hides its number (RFC 3323, RFC 3325), as letters without what stood between them. */
const asksForPrivacy = (letters: string): boolean => /id|user|header/i.test(letters);

/** Whether the name or the user of a From header is "anonymous", as letters and digits without what stood between them; a SIP name that begins so is another. */
const isAnonymous = (letters: string): boolean => /(^|^.*sips?)anonymous(sip|@|$)/i.test(letters);

/** What carriers call that we registered with (`src/trunks/registrar.ts`). */
const REGISTERED = 'registered';

/** The user part of a SIP or tel address. */
const userOf = (address: string): string => /(?:sips?|tel):([^@;>]*)/i.exec(address)?.[1] ?? '';

/** The arguments that the dialplan gave a channel in our application; null if it is somewhere else. */
export function argumentsOf({ dialplan }: AriChannel): string[] | null {
  const [application, ...rest] = dialplan.app_data.split(',');
  return dialplan.app_name === 'Stasis' && application === APPLICATION ? rest : null;
}

/** The variable of a leg that holds its note. */
export const NOTE_VARIABLE = 'STROWGER_CALL';

/** What a channel says of its call; null for one without a note. */
export function noteOf(channel: AriChannel): LegNote | null {
  const text = channel.channelvars?.[NOTE_VARIABLE];
  return text ? readLegNote(text) : null;
}
