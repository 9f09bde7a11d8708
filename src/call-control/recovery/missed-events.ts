import type { Call } from '../../calls/model/call.ts';
import type { Event } from '../../calls/model/event.ts';
import type { Calls, KnownCall } from '../runner/call-runner.ts';
import { missed, orphansOf } from './rebuild-calls.ts';
import type { Snapshot } from './snapshot.ts';

export type Differences = {
  snapshot: Snapshot;
  /** the events that call control missed, each with its call */
  events: { call: Call; event: Event }[];
  /** channels of calls that no longer exist */
  orphans: string[];
};

/** Compares the known calls with the channels that Asterisk lists. */
export function openMissedEvents(calls: Pick<Calls, 'all'>, list: () => Promise<Snapshot>) {
  let suspects = new Set<string>();

  /**
   * Asterisk's list, and the known calls. A call that changed or was changing while Asterisk made the list counts as
   * busy: the list may be older than its last leg.
   */
  async function look(): Promise<{ snapshot: Snapshot; known: KnownCall[] }> {
    const idle = new Set(calls.all().flatMap(({ call, busy }) => (busy ? [] : [call])));
    const snapshot = await list();
    return { snapshot, known: calls.all().map(({ call, busy }) => ({ call, busy: busy || !idle.has(call) })) };
  }

  return {
    look,
    /**
     * The differences that no event on its way can explain: a channel counts as ended, or as an orphan, if the comparison
     * before this one has said so, too. Otherwise a call that has just ended would lose its cause.
     */
    async compare(): Promise<Differences> {
      const { snapshot, known } = await look();
      const settled = known.filter(({ busy }) => !busy);
      const found = settled.flatMap(({ call }) => missed(call, snapshot).map((event) => ({ call, event })));
      const orphans = orphansOf(snapshot, known);
      const before = suspects;
      suspects = new Set([...orphans, ...found.flatMap(({ event }) => endedChannel(event) ?? [])]);
      return {
        snapshot,
        events: found.filter(({ event }) => {
          const ended = endedChannel(event);
          return ended === null || before.has(ended);
        }),
        orphans: orphans.filter((id) => before.has(id)),
      };
    },
  };
}

const endedChannel = (event: Event): string | null => (event.type === 'channelEnded' ? event.channel : null);
