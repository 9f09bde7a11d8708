import type { Watching } from '../../edge/watching.ts';
import { coalesceWork } from '../writing/coalesced-work.ts';
import type { BusyStates } from './busy-states.ts';
import { deviceOf, devicesOf, type WatchableExtension } from './hints.ts';

export type WatchedKeysOptions = {
  /** what phones watch, according to Asterisk */
  list: () => Promise<Watching[]>;
  /** which of these extensions have no phone that could ring */
  absentOf: (extensionIds: string[]) => Promise<string[]>;
  states: Pick<BusyStates, 'watch' | 'addWatched' | 'setAbsent' | 'compare'>;
  log: (error: unknown) => void;
};

/** Tracks which extensions phones watch, and which of those have no phone. */
export type WatchedKeys = {
  /** Call this after connecting to Asterisk. */
  connected(): void;
  /** Call this when the edge has seen a phone start watching a number. */
  began(watching: Watching): void;
  /** Sets the extensions that can be watched. */
  extensionsRead(extensions: readonly WatchableExtension[]): void;
  /** Call this when phones have registered or disappeared. */
  phonesChanged(): void;
  /** Reads from Asterisk again. Phones may stop watching without notice, and reports from the edge may be lost. */
  refresh(): void;
  stop(): void;
};

const keyOf = ({ endpoint, number }: Watching): string => `${endpoint} ${number}`;

export function openWatchedKeys({ list, absentOf, states, log }: WatchedKeysOptions): WatchedKeys {
  let watching = new Map<string, Watching>();
  /** what started during the request to Asterisk */
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
  const work = coalesceWork(look, log);
  function refresh(): void {
    isListDue = true;
    work.schedule(0);
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
      // add only this one: after a restart of the edge, thousands start one after the other
      devices.add(device);
      states.addWatched(device);
      work.schedule(0);
    },
    extensionsRead(extensions) {
      find = devicesOf(extensions);
      extensionIds = extensions.map(({ id }) => id);
      publish();
      work.schedule(0);
    },
    phonesChanged: () => work.schedule(0),
    refresh,
    stop: work.stop,
  };
}
