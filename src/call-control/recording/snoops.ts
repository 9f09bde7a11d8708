import { setTimeout as delay } from 'node:timers/promises';
import { snoopName, type TrackName, TRACKS } from '../../recordings/capture.ts';
import { APPLICATION } from '../ari/ari-events.ts';
import type { Request } from '../ari/ari.ts';
import { SNOOP_ARGUMENT } from './recorder-events.ts';

const READY_MS = 5000;
/** The longest time that a recorder needs to close its file after its channel has ended. */
const CLOSED_MS = 10_000;
const LOOK_AGAIN_MS = 50;

/** The channels in Asterisk that record one party of a call, by the recording's id: one for each direction, each with its own file. */
export type Snoops = {
  /** Starts recording. The call's bridge is not affected. False if it could not start. */
  start(id: string, channel: string): Promise<boolean>;
  /** Records silence, so that the file's length stays in step with the call. */
  mute(id: string, isMuted: boolean): Promise<void>;
  /** Ends a recording, even one that has not started yet, and waits until its files are closed. */
  stop(id: string): Promise<void>;
  /** Call this when a snoop channel is ready to be recorded. */
  onReady(snoop: string): void;
};

export const snoopsOf = (id: string): string[] => TRACKS.map((track) => snoopName(id, track));

export function openSnoops(request: Request): Snoops {
  const ready = new Map<string, () => void>();

  async function open(id: string, channel: string, spy: TrackName): Promise<boolean> {
    const snoop = snoopName(id, spy);
    const isReady = new Promise<true>((resolve) => ready.set(snoop, () => resolve(true)));
    const asked = { spy, app: APPLICATION, appArgs: SNOOP_ARGUMENT };
    const { status } = await request('POST', `channels/${encodeURIComponent(channel)}/snoop/${snoop}`, asked);
    const isThere = status < 300 && (await Promise.race([isReady, delay(READY_MS, false, { ref: false })]));
    ready.delete(snoop);
    return isThere;
  }
  async function record(snoop: string): Promise<boolean> {
    const asked = { name: snoop, format: 'wav', ifExists: 'fail' };
    return (await request('POST', `channels/${snoop}/record`, asked)).status < 300;
  }
  async function isClosed(snoop: string): Promise<void> {
    const until = Date.now() + CLOSED_MS;
    while (Date.now() < until) {
      const { status } = await request('GET', `recordings/live/${snoop}`).catch(() => ({ status: 404 }));
      if (status === 404) return;
      await delay(LOOK_AGAIN_MS);
    }
  }

  return {
    async start(id, channel) {
      const opened = await Promise.all(TRACKS.map((spy) => open(id, channel, spy)));
      return opened.every(Boolean) && (await Promise.all(snoopsOf(id).map(record))).every(Boolean);
    },
    async mute(id, isMuted) {
      const method = isMuted ? 'POST' : 'DELETE';
      await Promise.all(snoopsOf(id).map((snoop) => request(method, `recordings/live/${snoop}/mute`)));
    },
    async stop(id) {
      const snoops = snoopsOf(id);
      // ending its channel ends a recording
      await Promise.all(snoops.map((snoop) => request('DELETE', `channels/${snoop}`).catch(() => {})));
      await Promise.all(snoops.map(isClosed));
    },
    onReady: (snoop) => ready.get(snoop)?.(),
  };
}
