import type { AsteriskCommand } from '../src/calls/model/command.ts';
import type { Event } from '../src/calls/model/event.ts';
import { CAUSE } from '../src/calls/rules.ts';

/** A channel, as far as calls depend on it. */
export type Channel = {
  id: string;
  /** the number of the extension whose phone it is; null for an outside number */
  extension: string | null;
  up: boolean;
  bridge: string | null;
  /** its phone has put the call on hold */
  holds: boolean;
  /** no audio goes to it */
  muted: boolean;
  tone: boolean;
  music: boolean;
  playing: string[];
  recording: string | null;
  dialled: boolean;
  /** its phone may transfer the call */
  transfers: boolean;
  /** it has a note, by which call control restores its call after a restart */
  noted: boolean;
};

/** Sends an event about a channel to call control. */
type Tell = (channel: string, event: Event) => void;

/**
 * What Asterisk does with the commands of calls, in memory: channels, bridges, sounds. It does what a command says even
 * if that makes no sense, and notes that in `faults`.
 */
export function imagineAsterisk(tell: Tell) {
  const channels = new Map<string, Channel>();
  const bridges = new Set<string>();
  const faults: string[] = [];

  function open(id: string, extension: string | null): Channel {
    const channel: Channel = {
      id,
      extension,
      up: false,
      bridge: null,
      holds: false,
      muted: false,
      tone: false,
      music: false,
      playing: [],
      recording: null,
      dialled: false,
      transfers: true,
      noted: false,
    };
    channels.set(id, channel);
    return channel;
  }
  /** A channel ends: its sounds and its recording end first. */
  function end(id: string, cause: number, status?: number): void {
    const channel = channels.get(id);
    if (!channel) return;
    channels.delete(id);
    for (const each of channel.playing) tell(id, { type: 'played', id: each });
    if (channel.recording !== null) tell(id, { type: 'recorded', id: channel.recording });
    tell(id, { type: 'channelEnded', channel: id, cause, ...(status !== undefined && { status }) });
  }
  function stopPlaying(id: string): void {
    for (const channel of channels.values())
      if (channel.playing.includes(id)) {
        channel.playing = channel.playing.filter((each) => each !== id);
        tell(channel.id, { type: 'played', id });
      }
  }
  function join(bridge: string, ids: readonly string[]): boolean {
    const found = ids.map((id) => channels.get(id));
    if (!bridges.has(bridge) || found.includes(undefined)) return false;
    for (const channel of found)
      if (channel) {
        if (channel.music || channel.recording !== null) faults.push(`${channel.id} joins with music or a recording`);
        channel.bridge = bridge;
      }
    return true;
  }
  /** What needs a channel outside of bridges. */
  function alone(id: string, what: string): Channel | undefined {
    const channel = channels.get(id);
    if (channel && channel.bridge !== null) faults.push(`${what} for ${id}, which is in a bridge`);
    return channel;
  }

  function perform(command: AsteriskCommand): Event[] {
    switch (command.type) {
      case 'openBridge':
        bridges.add(command.bridge);
        return [];
      case 'createLeg': {
        const { leg, target } = command;
        open(leg, target.kind === 'contact' ? target.extension.number : null);
        tell(leg, { type: 'ready', leg });
        return [];
      }
      case 'dial': {
        const { bridge, caller, leg } = command;
        const channel = channels.get(leg);
        if (bridge !== null && !join(bridge, [caller, leg])) end(leg, CAUSE.networkFailure);
        else if (channel) channel.dialled = true;
        return [];
      }
      case 'answer': {
        const channel = channels.get(command.channel);
        if (channel) channel.up = true;
        return [];
      }
      case 'join':
        return join(command.bridge, command.channels) ? [] : [{ type: 'failed' }];
      case 'leave':
        for (const id of command.channels) {
          const channel = channels.get(id);
          if (channel?.bridge === command.bridge) channel.bridge = null;
        }
        return [];
      case 'ring':
      case 'stopRinging': {
        const channel = command.type === 'ring' ? alone(command.channel, 'ringback') : channels.get(command.channel);
        if (channel) channel.tone = command.type === 'ring' && channel.up;
        return [];
      }
      case 'startMusic': {
        const channel = alone(command.channel, 'music');
        if (channel?.tone) faults.push(`music and a tone for ${channel.id}`);
        if (channel) channel.music = true;
        return [];
      }
      case 'stopMusic': {
        const channel = channels.get(command.channel);
        if (channel) channel.music = false;
        return [];
      }
      case 'play': {
        const isWarning = command.id.startsWith('time-short');
        const channel = isWarning ? channels.get(command.channel) : alone(command.channel, 'a sound');
        if (!channel) return [{ type: 'played', id: command.id, failed: true }];
        if (channel.music && !isWarning) faults.push(`a sound over music for ${channel.id}`);
        channel.tone = false;
        channel.playing.push(command.id);
        return [];
      }
      case 'stopPlaying':
        stopPlaying(command.id);
        return [];
      case 'record': {
        const channel = alone(command.channel, 'a recording');
        if (!channel || channel.bridge !== null) return [{ type: 'recorded', id: command.id, failed: true }];
        channel.recording = command.id;
        return [];
      }
      case 'mute':
      case 'unmute': {
        const channel = channels.get(command.channel);
        if (channel) channel.muted = command.type === 'mute';
        return [];
      }
      case 'inspect':
        return [{ type: 'inspected', leg: command.leg, codec: command.codec, fit: true }];
      case 'hangUp':
        end(command.channel, command.cause);
        return [];
      case 'tearDown':
        for (const id of command.channels) end(id, command.cause);
        if (command.bridge !== null && bridges.delete(command.bridge))
          for (const channel of channels.values()) if (channel.bridge === command.bridge) channel.bridge = null;
        return [];
      case 'forbidTransfers':
      case 'allowTransfers': {
        const channel = channels.get(command.channel);
        if (channel) channel.transfers = command.type === 'allowTransfers';
        return [];
      }
      case 'setNote': {
        const channel = channels.get(command.channel);
        if (channel) channel.noted = command.note !== null;
        return [];
      }
      case 'stopRecording':
      case 'setAccountCode':
      case 'align':
      case 'ask':
        return [];
    }
  }

  return { channels, bridges, faults, open, end, stopPlaying, perform };
}
