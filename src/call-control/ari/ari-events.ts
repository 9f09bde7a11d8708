import { z } from 'zod';
import type { Arrival, EmergencyRow } from '../../calls/model/decision.ts';
import type { Event } from '../../calls/model/event.ts';
import { type LegNote, readLegNote } from '../../calls/model/leg-note.ts';
import { CAUSE } from '../../calls/rules.ts';
import { faultOf, safeLine } from '../../platform/values/characters.ts';
import { derivedId } from '../../platform/values/ids.ts';
import { endpointOf, trunkIdOf } from './dial-string.ts';

/** The fields that we read of a channel in ARI. */
export const AriChannel = z.object({
  id: z.string(),
  name: z.string(),
  state: z.string(),
  accountcode: z.string(),
  /** as in `2026-03-01T12:00:00.123+0000` */
  creationtime: z.string().refine((time) => !Number.isNaN(Date.parse(time))),
  caller: z.object({ name: z.string(), number: z.string() }),
  dialplan: z.object({
    context: z.string().optional(),
    exten: z.string(),
    app_name: z.string(),
    app_data: z.string(),
  }),
  /** the variables that ari.conf lists */
  channelvars: z.record(z.string(), z.string()).optional(),
});
export type AriChannel = z.infer<typeof AriChannel>;

/** The Stasis application that our channels are in. */
export const APPLICATION = 'strowger';

/** The events that we read, with the fields that we use. */
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
  // `tech_cause` is the SIP status.
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

/** The events that we subscribe to. All others would only cost time. */
export const EVENT_TYPES: readonly string[] = AriEvent.options.map(({ shape }) => shape.type.value);

/** An event, and the channel that it belongs to. */
type Translated = { channel: string; event: Event };

/** The causes from hangup requests of the far end, by leg, until the leg ends. */
export type HangupCauses = Map<string, number>;

/**
 * Translates an ARI event to one of ours, with its channel. Null if we don't use it. Throws if it is one of the events
 * that we read but has an unexpected form. `causes` is kept from one event to the next.
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
      // a leg can't be dialled before this event, even if the response to its creation has arrived
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
    // if a caller hangs up while it is being answered in a bridge, its channel stays for ever unless we hang it up
    case 'ChannelHangupRequest':
      if (!isLeg(ari.channel.id))
        return { channel: ari.channel.id, event: { type: 'hangupRequested', channel: ari.channel.id } };
      if (ari.cause !== undefined) causes.set(ari.channel.id, ari.cause);
      return null;
    // Inbound channels don't always get a ChannelDestroyed, because our subscription ends here. Legs do, with their
    // cause.
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
        event: {
          type: 'recorded',
          id: ari.recording.name,
          ...(ari.type === 'RecordingFailed' && { failed: true }),
        },
      };
    case 'PlaybackFinished':
      return {
        channel: ari.playback.target_uri.replace('channel:', ''),
        event: { type: 'played', id: ari.playback.id, ...(ari.playback.state === 'failed' && { failed: true }) },
      };
  }
}

/**
 * A phone has sent a REFER. Asterisk has replaced it in the bridge by a Local channel that leads to the transfer
 * target.
 */
function transferOf({ id, name }: AriChannel, replaced: AriChannel | undefined): Translated | null {
  const [, to] = /^Local\/(.+)@transfers-[0-9a-f]+;1$/.exec(name) ?? [];
  if (to === undefined || !replaced) return null;
  return {
    channel: replaced.id,
    event: { type: 'transferRequested', by: replaced.id, to, standIn: id, emergency: emergencyOf(replaced) },
  };
}

/**
 * The cause of a channel's end. The far end's cause waits in the channel's queue. If a leg leaves its bridge before
 * Asterisk has read it there, Asterisk reports "normal clearing" instead. That happened to one in five legs that were
 * rejected at once.
 */
function causeOf({ channel, cause }: { channel: AriChannel; cause: number }, causes: HangupCauses): number {
  const requested = causes.get(channel.id);
  causes.delete(channel.id);
  return cause === CAUSE.normal ? (requested ?? cause) : cause;
}

/** The final SIP response, if there was one. */
const statusOf = ({ tech_cause: status }: { tech_cause?: number | undefined }): { status?: number } =>
  status !== undefined && status >= 300 ? { status } : {};

function dialled(peer: AriChannel, status: string): Translated | null {
  const { id: leg } = peer;
  // A 183, or a 180 with early media. The caller of a phone only hears ringback.
  if (status === 'RINGING' || status === 'PROGRESS') return { channel: leg, event: { type: 'ringing', leg } };
  if (status === 'ANSWER') return { channel: leg, event: { type: 'answered', leg, codecs: codecsOf(peer) } };
  // all other statuses announce an end, whose cause comes with ChannelDestroyed
  return null;
}

/** We name legs, `<call>.<number>`; Asterisk names the other channels. */
const isLeg = (channel: string): boolean => /^[0-9a-f-]{36}\.\d+$/.test(channel);

/** The id of the call that a leg belongs to. */
export const callOfLeg = (channel: string): string | null => (isLeg(channel) ? channel.slice(0, 36) : null);

/** A contact with the mark that the edge puts after the address, where the phone can't write. */
const OVER_TLS = /^sips?:(?:[^@;]*@)?[\d.]+:\d+(?:;[\w.-]+(?:=[\w.-]*)?)*;over=tls(?:;|$)/;

/**
 * A new call, from a channel in our application and its dialplan arguments. Null for a leg. Only a call to the Contact that we registered with a carrier
 * comes with its To.
 */
export function arrivalOf(
  channel: AriChannel,
  [from, presentation, privacy = '', fromHeader = '', , contact = '', ...to]: string[],
): Arrival | null {
  if (from !== 'phone' && from !== 'carrier') return null;
  const at = new Date(channel.creationtime);
  return {
    id: derivedId(channel.id, at),
    at: at.toISOString(),
    foundWaiting: false,
    legsMade: 0,
    channel: channel.id,
    from,
    dialled: from === 'carrier' && to.length > 0 ? userOf(to.join(',')) : channel.dialplan.exten,
    endpoint: endpointOf(channel.name),
    tenantId: channel.accountcode || null,
    caller: { number: channel.caller.number, name: displayName(channel.caller.name) },
    restricted: presentation?.startsWith('prohib') || asksForPrivacy(privacy) || isAnonymous(fromHeader),
    overTls: OVER_TLS.test(contact),
    codecs: codecsOf(channel),
    emergency: emergencyOf(channel),
  };
}

/** The variables of the phone's endpoint row (`asterisk.emergency_variables`). */
const emergencyOf = ({ channelvars = {} }: AriChannel): EmergencyRow => ({
  trunkIds: ['EMERGENCY_TRUNK', 'EMERGENCY_TRUNK_2'].flatMap((name) => trunkIdOf(channelvars[name] ?? '') ?? []),
  callback: channelvars['EMERGENCY_CALLBACK'] || null,
  country: channelvars['EMERGENCY_COUNTRY'] || null,
});

const CODECS_VARIABLE = 'CHANNEL(audionativeformat)';

/** `(ulaw|alaw)` or `(nothing)` */
export const codecsOf = ({ channelvars }: AriChannel): string[] =>
  (channelvars?.[CODECS_VARIABLE]?.match(/\w+/g) ?? []).filter((name) => name !== 'nothing');

/** A display name is a stranger's text, and goes to phones, pages, files and webhooks. Empty if nothing in it can be shown. */
function displayName(sent: string): string {
  const name = safeLine(unquoted(sent), MAX_NAME);
  return faultOf(name) === null ? name : '';
}
const MAX_NAME = 100;

/** Removes the escapes of a quoted display name. Asterisk leaves them in and would escape them again. */
const unquoted = (name: string): string => name.replaceAll(/\\(.)/g, '$1');

/**
 * Whether a Privacy header hides the caller's number (RFC 3323, RFC 3325). The dialplan passes only the header's
 * letters.
 */
const asksForPrivacy = (letters: string): boolean => /id|user|header/i.test(letters);

/**
 * Whether the display name or the user of a From header is "anonymous". The dialplan passes only the header's letters
 * and digits, in which a SIP user name may begin with "anonymous".
 */
const isAnonymous = (letters: string): boolean => /(^|^.*sips?)anonymous(sip|@|$)/i.test(letters);

/** The user part of a SIP or tel URI. */
export const userOf = (address: string): string => /(?:sips?|tel):([^@;>]*)/i.exec(address)?.[1] ?? '';

/** The dialplan arguments of a channel in our application. Null if the channel is elsewhere. */
export function argumentsOf({ dialplan }: AriChannel): string[] | null {
  const [application, ...rest] = dialplan.app_data.split(',');
  return dialplan.app_name === 'Stasis' && application === APPLICATION ? rest : null;
}

/** The channel variable that contains the note. */
export const NOTE_VARIABLE = 'STROWGER_CALL';

/** The note on a channel, or null if it has none. */
export function noteOf(channel: AriChannel): LegNote | null {
  const text = channel.channelvars?.[NOTE_VARIABLE];
  return text ? readLegNote(text) : null;
}
