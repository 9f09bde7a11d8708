import type { Watching } from '../../edge/watching.ts';
import type { BusyStates } from './busy-states.ts';
import { gatherWork } from '../gathered-work.ts';
import { deviceOf, devicesOf, type WatchableExtension } from './hints.ts';

export type WatchedKeysOptions = {
  /** what Asterisk says that phones watch */
  list: () => Promise<Watching[]>;
  /** those of these extensions without a phone that could ring */
  absentOf: (extensionIds: string[]) => Promise<string[]>;
  states: Pick<BusyStates, 'watch' | 'watchAlso' | 'setAbsent' | 'compare'>;
  log: (error: unknown) => void;
};

/** Knows which extensions phones watch, and which of those have no phone. */
export type WatchedKeys = {
  /** Asterisk was connected. */
  connected(): void;
  /** A phone has begun to watch a number: the edge has seen it. */
  began(watching: Watching): void;
  /** These are the extensions that can be watched. */
  extensionsRead(extensions: readonly WatchableExtension[]): void;
  /** Phones have registered, or are gone. */
  phonesTurned(): void;
  /** Asterisk is asked again: phones stop watching without a word, and what the edge says may be lost. */
  refresh(): void;
  stop(): void;
};

const keyOf = ({ endpoint, number }: Watching): string => `${endpoint} ${number}`;

export function openWatchedKeys({ list, absentOf, states, log }: WatchedKeysOptions): WatchedKeys {
  let watching = new Map<string, Watching>();
  /** what has begun while Asterisk was being asked */
  let since = new Map<string, Watching>();
  let find = devicesOf([]);
  let extensionIds: string[] = [];
  let devices = new Set<string>();
  let isListDue = false;
  let isNew = false;

  function publish(): void {
    devices = new Set([...watching.values()].flatMap(({ endpoint, number }) => find(endpoint, number) ?? []));
    states.watch(devices);
  }
  async function look(): Promise<void> {
    if (isListDue) {
      since = new Map();
      const listed = await list();
      watching = new Map([...listed.map((one) => [keyOf(one), one] as const), ...since]);
      isListDue = false;
      publish();
      if (isNew) await states.compare();
      isNew = false;
    }
    const watched = extensionIds.filter((id) => devices.has(deviceOf(id)));
    const absent = watched.length === 0 ? [] : await absentOf(watched);
    states.setAbsent(new Set(absent.map(deviceOf)));
  }
  const work = gatherWork(look, log);
  function refresh(): void {
    isListDue = true;
    work.due(0);
  }

  return {
    connected() {
      isNew = true;
      refresh();
    },
    began(one) {
      since.set(keyOf(one), one);
      if (watching.has(keyOf(one))) return;
      watching.set(keyOf(one), one);
      const device = find(one.endpoint, one.number);
      if (device === null) return;
      // alone: after a restart of the edge thousands begin one after the other
      devices.add(device);
      states.watchAlso(device);
      work.due(0);
    },
    extensionsRead(extensions) {
      find = devicesOf(extensions);
      extensionIds = extensions.map(({ id }) => id);
      publish();
      work.due(0);
    },
    phonesTurned: () => work.due(0),
    refresh,
    stop: work.stop,
  };
}
