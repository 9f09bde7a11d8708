import { z } from 'zod';
import { type Call, factsOf } from '../../calls/model/call.ts';
import { partiesOf, slotOf } from '../../calls/model/parties.ts';
import type { Request } from '../ari/ari.ts';
import { deviceOf, slotDevice } from './hints.ts';

export type BusyStatesOptions = { request: Request; log: (error: unknown) => void };

/**
 * Sets what the keys of phones show of extensions and parking slots (hints.ts). Only those that some phone watches get a state: each state that is set
 * costs a call time.
 */
export type BusyStates = {
  /** A call has taken a step. */
  onStep(call: Call): void;
  /** These devices are watched, and no others. */
  watch(devices: ReadonlySet<string>): void;
  /** One more is watched. */
  watchAlso(device: string): void;
  /** These have no phone that could ring. */
  setAbsent(devices: ReadonlySet<string>): void;
  /** Asterisk was connected: its states may be those of another time. They outlive a crash. */
  compare(): Promise<void>;
};

type State = 'INUSE' | 'RINGING' | 'RINGINUSE' | 'NOT_INUSE' | 'UNAVAILABLE';

/** The devices that a call makes busy. */
type Devices = { ringing: string[]; talking: string[] };

/** What changes within it is set together. */
const GATHER_MS = 50;

const AriState = z.object({ name: z.string(), state: z.string() });

export function openBusyStates({ request, log }: BusyStatesOptions): BusyStates {
  /** by the id of the call: its caller's channel may become another one */
  const calls = new Map<string, Devices>();
  const idByCaller = new Map<string, string>();
  /** what Asterisk has, of devices that are busy or were */
  const set = new Map<string, State>();
  const changed = new Set<string>();
  let watched = new Set<string>();
  let absent: ReadonlySet<string> = new Set();
  let isBusy = false;

  function busyNow() {
    const all = [...calls.values()];
    return {
      ringing: new Set(all.flatMap(({ ringing }) => ringing)),
      talking: new Set(all.flatMap(({ talking }) => talking)),
    };
  }
  function stateOf(device: string, { ringing, talking } = busyNow()): State {
    if (!watched.has(device)) return 'NOT_INUSE';
    const talks = talking.has(device);
    if (ringing.has(device)) return talks ? 'RINGINUSE' : 'RINGING';
    if (talks) return 'INUSE';
    return absent.has(device) ? 'UNAVAILABLE' : 'NOT_INUSE';
  }
  /** One after the other: the commands of calls must find connections. */
  async function setChanged(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
    let busy: ReturnType<typeof busyNow> | null = null;
    for (const device of changed) {
      changed.delete(device);
      busy ??= busyNow();
      const state = stateOf(device, busy);
      if ((set.get(device) ?? 'NOT_INUSE') === state) continue;
      // calls go on while Asterisk is asked
      busy = null;
      try {
        await request('PUT', `deviceStates/${device}?deviceState=${state}`);
        if (state === 'NOT_INUSE') set.delete(device);
        else set.set(device, state);
      } catch (error) {
        // Asterisk is away, and everything is set again when it is back
        log(error);
      }
    }
    isBusy = false;
    if (changed.size > 0) void setChanged();
  }
  async function compare(): Promise<void> {
    const { body } = await request('GET', 'deviceStates');
    const found = z.array(AriState).parse(body);
    set.clear();
    for (const { name } of found) {
      if (!DEVICE.test(name) || stateOf(name) !== 'NOT_INUSE') continue;
      await request('DELETE', `deviceStates/${name}`);
    }
    change(watched);
  }
  function change(devices: Iterable<string>): void {
    // once for all of them: there may be thousands, and many calls
    const busy = busyNow();
    for (const device of devices) if ((set.get(device) ?? 'NOT_INUSE') !== stateOf(device, busy)) changed.add(device);
    if (changed.size > 0) void setChanged();
  }

  return {
    onStep(call) {
      const id = factsOf(call)?.id ?? idByCaller.get(call.caller);
      if (id === undefined) return;
      const before = calls.get(id);
      const after = devicesOf(call);
      if (after) {
        calls.set(id, after);
        idByCaller.set(call.caller, id);
      } else {
        calls.delete(id);
        for (const [caller, of] of idByCaller) if (of === id) idByCaller.delete(caller);
      }
      const concerned = [before, after].flatMap((devices) => (devices ? [...devices.ringing, ...devices.talking] : []));
      const shown = concerned.filter((device) => watched.has(device));
      if (shown.length > 0) change(shown);
    },
    watch(devices) {
      const before = watched;
      watched = new Set(devices);
      change([...before, ...watched]);
    },
    watchAlso(device) {
      if (watched.has(device)) return;
      watched.add(device);
      changed.add(device);
      void setChanged();
    },
    setAbsent(devices) {
      const before = absent;
      absent = devices;
      change([...before, ...absent]);
    },
    compare,
  };
}

/** Null of a call that is not admitted, or has ended. A slot is busy while a call waits there, and rings while that call rings back. */
function devicesOf(call: Call): Devices | null {
  const parties = partiesOf(call);
  if (!parties) return null;
  const devices = { ringing: parties.ringing.map(deviceOf), talking: parties.talking.map(deviceOf) };
  const parked = slotOf(call);
  if (parked) devices[parked.returns ? 'ringing' : 'talking'].push(slotDevice(parked.tenantId, parked.slot));
  return devices;
}

/** The devices that this file sets. */
const DEVICE = /^Stasis:[0-9a-f-]{36}(?:-7[0-2][0-9])?$/;
