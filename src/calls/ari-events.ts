import type { Arrival, Event, LegNote } from './call.ts';

/** A channel as ARI describes it, as far as we read it. */
export type AriChannel = {
  id: string;
  name: string;
  state: string;
  accountcode: string;
  caller: { name: string; number: string };
  dialplan: { exten: string; app_name: string; app_data: string };
  /** those that ari.conf lists */
  channelvars?: Record<string, string>;
};

/** The application that a channel of ours is in, and the prefix of what it was started with. */
export const APPLICATION = 'strowger';

/** The events that are asked for; all others would only cost time. */
export const EVENT_TYPES = [
  'StasisStart',
  'StasisEnd',
  'Dial',
  'ChannelHangupRequest',
  'ChannelDestroyed',
  'PlaybackFinished',
] as const;

type AriEvent =
  | { type: 'StasisStart'; args: string[]; channel: AriChannel }
  | { type: 'StasisEnd'; channel: AriChannel }
  | { type: 'Dial'; peer: AriChannel; dialstatus: string }
  | { type: 'ChannelHangupRequest'; channel: AriChannel }
  | { type: 'ChannelDestroyed'; channel: AriChannel; cause: number; tech_cause?: number }
  | { type: 'PlaybackFinished'; playback: { target_uri: string } }
  | { type: 'other' };

/** An event of the engine as one of ours, with the channel that it is about; null if it means nothing to us. */
export function translate(json: unknown): { channel: string; event: Event } | null {
  const ari = json as AriEvent;
  switch (ari.type) {
    case 'StasisStart': {
      const { id } = ari.channel;
      // a leg is in no state to be dialled before this, whatever the answer to its making says
      if (isLeg(id)) return { channel: id, event: { type: 'ready', leg: id } };
      const arrival = arrivalOf(ari.channel, ari.args);
      return arrival && { channel: id, event: { type: 'arrived', arrival } };
    }
    case 'Dial':
      return dialled(ari.peer.id, ari.dialstatus);
    case 'ChannelDestroyed':
      return {
        channel: ari.channel.id,
        event: { type: 'gone', channel: ari.channel.id, cause: ari.cause, ...statusOf(ari) },
      };
    // A caller who hangs up while it is being answered in a bridge stays there for ever: so its wish counts, and we hang it up.
    case 'ChannelHangupRequest':
      return isLeg(ari.channel.id) ? null : { channel: ari.channel.id, event: { type: 'leaving' } };
    // ChannelDestroyed does not come for every inbound channel: our subscription to it ends here. A leg's cause does come.
    case 'StasisEnd':
      return isLeg(ari.channel.id)
        ? null
        : { channel: ari.channel.id, event: { type: 'gone', channel: ari.channel.id, cause: 0 } };
    case 'PlaybackFinished':
      return { channel: ari.playback.target_uri.replace('channel:', ''), event: { type: 'announced' } };
    default:
      return null;
  }
}

/** SIP's final answer, where there was one. */
const statusOf = ({ tech_cause: status }: { tech_cause?: number }): { status?: number } =>
  status !== undefined && status >= 300 ? { status } : {};

function dialled(leg: string, status: string): { channel: string; event: Event } | null {
  if (status === 'RINGING') return { channel: leg, event: { type: 'ringing', leg } };
  if (status === 'ANSWER') return { channel: leg, event: { type: 'answered', leg } };
  // the others announce an end, whose cause comes with ChannelDestroyed
  return null;
}

/** Legs are named by us, `<call>.<number>`; other channels by the engine. */
const isLeg = (channel: string): boolean => /^[0-9a-f-]{36}\.\d+$/.test(channel);

/** The call that a leg belongs to. */
export const callOfLeg = (channel: string): string | null => (isLeg(channel) ? channel.slice(0, 36) : null);

/** A call that has come in, from a channel in our application and the arguments of its dialplan line; null for a leg. */
export function arrivalOf(channel: AriChannel, [from, presentation]: string[]): Arrival | null {
  if (from !== 'phone' && from !== 'carrier') return null;
  const variables = channel.channelvars ?? {};
  return {
    channel: channel.id,
    from,
    dialled: channel.dialplan.exten,
    // PJSIP/<endpoint>-<8 hex digits>
    endpoint: channel.name.replace(/^PJSIP\//, '').replace(/-[0-9a-f]{8}$/, ''),
    tenantId: channel.accountcode || null,
    caller: { number: channel.caller.number, name: channel.caller.name },
    restricted: presentation?.startsWith('prohib') ?? false,
    emergency: { trunk: variables['EMERGENCY_TRUNK'] || null, callback: variables['EMERGENCY_CALLBACK'] || null },
  };
}

/** The arguments that the dialplan gave a channel in our application; null if it is somewhere else. */
export function argumentsOf({ dialplan }: AriChannel): string[] | null {
  const [application, ...rest] = dialplan.app_data.split(',');
  return dialplan.app_name === 'Stasis' && application === APPLICATION ? rest : null;
}

/** The variable of a leg that holds its note. */
export const NOTE_VARIABLE = 'STROWGER_CALL';

/** What a leg says of its call; null for any other channel. */
export function noteOf(channel: AriChannel): LegNote | null {
  const text = isLeg(channel.id) ? channel.channelvars?.[NOTE_VARIABLE] : undefined;
  return text ? (JSON.parse(text) as LegNote) : null;
}
