import type { Logger } from 'pino';
import type { Event } from '../../calls/model/event.ts';
import type { Recorders } from '../recording/recorders.ts';
import type { Calls } from '../runner/call-runner.ts';
import type { TrunkGuard } from '../trunk-guard.ts';
import { type HangupCauses, translate } from './ari-events.ts';

export type EventReaders = {
  recorders: Pick<Recorders, 'onAriEvent' | 'onEvent'>;
  guard: Pick<TrunkGuard, 'onEvent'>;
  calls: Pick<Calls, 'receive'>;
};

/** Reads Asterisk's events. */
export type EventReader = {
  /** Call this with each event, unparsed. */
  onEvent(text: string): void;
  /** Call this after each connection, before its first event. */
  connected(): void;
};

/** How much of an unreadable event is logged. */
const LOGGED_CHARACTERS = 500;

/** Digits may be a PIN, so they are not logged. */
const withoutDigits = (event: string): string => event.replaceAll(/("digit": ?)"[^"]*"/g, '$1""');

export function openEventReader({ recorders, guard, calls }: EventReaders, log: Logger): EventReader {
  const causes: HangupCauses = new Map();

  function pass(channel: string, event: Event): void {
    recorders.onEvent(channel, event);
    guard.onEvent(event);
    calls.receive(channel, event);
  }
  return {
    onEvent(text) {
      log.debug({ event: withoutDigits(text) }, 'an event from Asterisk');
      try {
        const json: unknown = JSON.parse(text);
        if (recorders.onAriEvent(json)) return;
        const translated = translate(json, causes);
        if (translated) pass(translated.channel, translated.event);
      } catch (err) {
        log.warn({ err, event: withoutDigits(text).slice(0, LOGGED_CHARACTERS) }, 'an unreadable event is ignored');
      }
    },
    connected: () => causes.clear(),
  };
}
