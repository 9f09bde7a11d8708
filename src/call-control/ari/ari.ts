import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { AsteriskCommand } from '../../calls/model/command.ts';
import type { CallerId, Target } from '../../calls/model/decision.ts';
import type { Event } from '../../calls/model/event.ts';
import { writeLegNote } from '../../calls/model/leg-note.ts';
import type { Sound } from '../../calls/model/mailbox.ts';
import { CAUSE, isProtected } from '../../calls/rules.ts';
import { forCarrier, forPhone, numberForSip } from '../../platform/escape/sip.ts';
import { APPLICATION, NOTE_VARIABLE } from './ari-events.ts';
import { dialString } from './dial-string.ts';

export type Request = (
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
) => Promise<{ status: number; body: unknown }>;

/** Finds what Asterisk plays. */
export type Sounds = {
  mediaOf: MediaOf;
  /** The class of the tenant's own hold music; null for the packaged music. */
  musicOf: (tenantId: string | null) => string | null;
};

/**
 * Returns Asterisk's name for a sound. A tenant's file is first copied to where Asterisk can read it. Null if the file
 * doesn't exist.
 */
export type MediaOf = (sound: Sound) => Promise<string | null>;

const ACCOUNT = 'CHANNEL(accountcode)';

/**
 * The variable with the dialplan context for REFERs, the context that phones have, and the one that refuses REFERs
 * (asterisk/pbx/extensions.conf).
 */
const TRANSFERS = 'TRANSFER_CONTEXT';
const ALL_TRANSFERS = 'transfers';
const NO_TRANSFERS = 'no-transfers';

/**
 * Executes a command in Asterisk. Returns the events that are known at once: the end of a leg that could not be
 * created, or of a sound that could not be played. It is not an error if a channel no longer exists, because its end
 * arrives as an event.
 */
export async function perform(request: Request, command: AsteriskCommand, sounds: Sounds): Promise<Event[]> {
  const channel = 'channel' in command ? `channels/${encodeURIComponent(command.channel)}` : '';
  switch (command.type) {
    case 'play': {
      const media = await Promise.all(command.sounds.map(sounds.mediaOf));
      if (media.includes(null)) return [{ type: 'played', id: command.id, failed: true }];
      const plays = await ok(request('POST', `${channel}/play/${encodeURIComponent(command.id)}`, { media }));
      return plays ? [] : [{ type: 'played', id: command.id, failed: true }];
    }
    case 'stopPlaying':
      await request('DELETE', `playbacks/${encodeURIComponent(command.id)}`);
      return [];
    case 'record':
      return (await ok(record(request, command))) ? [] : [{ type: 'recorded', id: command.id, failed: true }];
    case 'stopRecording':
      await request('POST', `recordings/live/${encodeURIComponent(command.id)}/stop`);
      return [];
    case 'startMusic': {
      const mohClass = sounds.musicOf(command.tenantId);
      await request('POST', `${channel}/moh`, mohClass === null ? {} : { mohClass });
      return [];
    }
    case 'stopMusic':
      await request('DELETE', `${channel}/moh`);
      return [];
    case 'setNote':
      await request('POST', `${channel}/variable`, {
        variable: NOTE_VARIABLE,
        value: command.note ? writeLegNote(command.note) : '',
      });
      return [];
    case 'setAccountCode':
      await request('POST', `${channel}/variable`, { variable: ACCOUNT, value: command.tenantId ?? '' });
      return [];
    case 'openBridge':
      // Asterisk relays the media from the start. A bridge that changes its type during a call interrupts the audio.
      await request('POST', `bridges/${command.bridge}`, { type: 'mixing,proxy_media' });
      return [];
    case 'createLeg':
      return (await ok(createLeg(request, command)))
        ? []
        : [{ type: 'channelEnded', channel: command.leg, cause: CAUSE.unreachable }];
    case 'dial':
      if (!(await dial(request, command))) await hangUp(request, command.leg, CAUSE.networkFailure);
      return [];
    case 'ring':
      await request('POST', `${channel}/ring`);
      return [];
    case 'stopRinging':
      await request('DELETE', `${channel}/ring`);
      return [];
    case 'forbidTransfers':
    case 'allowTransfers': {
      const value = command.type === 'forbidTransfers' ? NO_TRANSFERS : ALL_TRANSFERS;
      await request('POST', `${channel}/variable`, { variable: TRANSFERS, value });
      return [];
    }
    case 'answer':
      await request('POST', `${channel}/answer`);
      return [];
    case 'join':
      return (await ok(join(request, command.bridge, command.channels))) ? [] : [{ type: 'failed' }];
    case 'leave':
      await request('POST', `bridges/${command.bridge}/removeChannel`, { channel: command.channels });
      return [];
    case 'inspect': {
      const { leg, codec } = command;
      const [audible, secure] = await Promise.all([
        isAudible(request, leg),
        !command.secure || isEncrypted(request, leg),
      ]);
      return [{ type: 'inspected', leg, codec, fit: audible && secure }];
    }
    case 'align': {
      const offer = { variable: 'PJSIP_MEDIA_OFFER(audio)', value: `!all,${command.codec}` };
      if (await ok(request('POST', `${channel}/variable`, offer))) await refresh(request, command.channel);
      return [];
    }
    case 'mute':
      await request('POST', `${channel}/mute?direction=out`);
      return [];
    case 'unmute':
      await request('DELETE', `${channel}/mute?direction=out`);
      return [];
    case 'ask':
      await refresh(request, command.channel);
      return [];
    case 'hangUp':
      await hangUp(request, command.channel, command.cause);
      return [];
    case 'tearDown':
      await Promise.all(
        command.channels.map((each) => hangUp(request, each, command.declined ? DECLINED : command.cause)),
      );
      // afterwards, because a channel that leaves a deleted bridge loses its hangup cause
      if (command.bridge) await request('DELETE', `bridges/${command.bridge}`);
      return [];
  }
}

/** Records 16-bit PCM at 8 kHz, until `#` or a limit. It never overwrites a file. */
function record(request: Request, command: Extract<AsteriskCommand, { type: 'record' }>): ReturnType<Request> {
  return request('POST', `channels/${encodeURIComponent(command.channel)}/record`, {
    name: command.id,
    format: 'wav',
    maxDurationSeconds: command.maxSeconds,
    maxSilenceSeconds: command.silenceSeconds,
    ifExists: 'fail',
    beep: command.beep,
    terminateOn: '#',
  });
}

function createLeg(request: Request, command: Extract<AsteriskCommand, { type: 'createLeg' }>): ReturnType<Request> {
  const { leg, target, callerId, note } = command;
  return request('POST', 'channels/create', {
    endpoint: dialString(target),
    app: APPLICATION,
    appArgs: 'leg',
    channelId: leg,
    // the leg uses the originator's codecs, so that a common codec needs no transcoding
    ...(note.caller !== leg && { originator: note.caller }),
    variables: {
      ...connectedLine(callerId, target.kind),
      [ACCOUNT]: note.facts.tenantId ?? '',
      [NOTE_VARIABLE]: writeLegNote(note),
      ...(isProtected(note.facts) && { [TRANSFERS]: NO_TRANSFERS }),
      ...(target.kind === 'trunk' && target.location !== undefined && geolocation(target.location)),
    },
  });
}

/**
 * Dials a leg. The callee may have rejected the call before the response arrives. The leg is then gone, and its end
 * arrives with its cause. (Not "originate", because there a leg enters a bridge only when it is answered.)
 */
async function dial(request: Request, command: Extract<AsteriskCommand, { type: 'dial' }>): Promise<boolean> {
  const { leg, caller, bridge, seconds } = command;
  if (bridge !== null && !(await ok(join(request, bridge, [caller, leg])))) return false;
  return ok(request('POST', `channels/${leg}/dial`, { timeout: seconds }));
}

/** Asterisk has no SIP status for this cause and sends a 603. */
const DECLINED = CAUSE.normal;

/** There must be a cause. Without one Asterisk sends a 603, and phones and carriers then stop trying alternatives. */
function hangUp(request: Request, channel: string, cause: number): ReturnType<Request> {
  return request('DELETE', `channels/${encodeURIComponent(channel)}?reason_code=${cause}`);
}

/** Connected line updates would show the caller's real number instead of its caller ID. */
function join(request: Request, bridge: string, channels: string[]): ReturnType<Request> {
  return request('POST', `bridges/${bridge}/addChannel`, { channel: channels, inhibitConnectedLineUpdates: true });
}

/** The caller's location, by value (RFC 6442). Asterisk sends it if the trunk's endpoint row has a profile for it. */
const geolocation = (location: string): Record<string, string> => ({
  'GEOLOC_PROFILE(format)': 'civicAddress',
  'GEOLOC_PROFILE(method)': 'Manual',
  'GEOLOC_PROFILE(pidf_element)': 'device',
  'GEOLOC_PROFILE(allow_routing_use)': 'yes',
  'GEOLOC_PROFILE(location_info)': location,
});

/** The caller ID of a leg. The callee's phone shows the connected line of the leg's channel. */
function connectedLine({ number, name, restricted }: CallerId, kind: Target['kind']): Record<string, string> {
  return {
    'CONNECTEDLINE(num,i)': numberForSip(number),
    'CONNECTEDLINE(name,i)': kind === 'trunk' ? forCarrier(name) : forPhone(name),
    'CONNECTEDLINE(pres)': restricted ? 'prohib' : 'allowed',
  };
}

/** Sends a re-INVITE. If the phone is gone, it doesn't respond, and Asterisk ends its channel. */
function refresh(request: Request, channel: string): ReturnType<Request> {
  const variable = { variable: 'PJSIP_SEND_SESSION_REFRESH()', value: 'invite' };
  return request('POST', `channels/${encodeURIComponent(channel)}/variable`, variable);
}

/**
 * Whether Asterisk knows where to send a channel's audio. A phone that answered and hung up at once counts as answered.
 */
async function isAudible(request: Request, channel: string): Promise<boolean> {
  const destination = await valueOf(request, channel, 'CHANNEL(rtp,dest,audio)');
  return destination === null || !/^$|:0$/.test(destination);
}

/** Asterisk accepts a phone that was offered SRTP and answers without it. */
const isEncrypted = async (request: Request, channel: string): Promise<boolean> =>
  (await valueOf(request, channel, 'CHANNEL(rtp,secure,audio)')) === '1';

/** A digest of the Call-ID of a channel's SIP dialog, as the edge computes it. Null if the channel doesn't exist. */
export async function dialogOf(request: Request, channel: string): Promise<string | null> {
  const callId = await valueOf(request, channel, 'CHANNEL(pjsip,call-id)');
  return callId ? createHash('md5').update(callId).digest('hex') : null;
}

/** The value of a channel variable. Null if the channel no longer exists, empty if Asterisk has no value. */
async function valueOf(request: Request, channel: string, variable: string): Promise<string | null> {
  const path = `channels/${encodeURIComponent(channel)}/variable?variable=${encodeURIComponent(variable)}`;
  const { status, body } = await request('GET', path);
  if (status === 404) return null;
  const read = z.object({ value: z.string() }).safeParse(body);
  return read.success ? read.data.value : '';
}

async function ok(answer: ReturnType<Request>): Promise<boolean> {
  return (await answer).status < 300;
}
