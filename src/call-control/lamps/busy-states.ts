import { z } from 'zod';
import { type Call, factsOf } from '../../calls/model/call.ts';
import { partiesOf, slotOf } from '../../calls/model/parties.ts';
import type { Request } from '../ari/ari.ts';
import { deviceOf, slotDevice } from './hints.ts';

export type BusyStatesOptions = { request: Request; log: (error: unknown) => void };

/**
 * Sets the device states that phones' keys show for extensions and parking slots (hints.ts). Only watched devices get a
 * state, because setting one delays calls.
 */
export type BusyStates = {
  /** Call this after each step of a call. */
  onStep(call: Call): void;
  /** Sets which devices are watched. */
  watch(devices: ReadonlySet<string>): void;
  /** Adds one watched device. */
  addWatched(device: string): void;
  /** Sets which devices have no phone that could ring. */
  setAbsent(devices: ReadonlySet<string>): void;
  /** Call this after connecting to Asterisk. It may have outdated states, because they survive a crash. */
  compare(): Promise<void>;
};

type State = 'INUSE' | 'RINGING' | 'RINGINUSE' | 'NOT_INUSE' | 'UNAVAILABLE';

/** The devices that a call makes busy. */
type Devices = { ringing: string[]; talking: string[] };

/** Changes within this time are set together. */
const GATHER_MS = 50;

const AriState = z.object({ name: z.string(), state: z.string() });

export function openBusyStates({ request, log }: BusyStatesOptions): BusyStates {
  /** by call id, because the caller's channel may change */
  const calls = new Map<string, Devices>();
  const idByCaller = new Map<string, string>();
  /** the states that Asterisk has, of devices that are or were busy */
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
  /** Sets states one after the other, so that the commands of calls find a free connection. */
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
      // Calls may change during the request.
      busy = null;
      try {
        await request('PUT', `deviceStates/${device}?deviceState=${state}`);
        if (state === 'NOT_INUSE') set.delete(device);
        else set.set(device, state);
      } catch (error) {
        // Asterisk is down. Everything is set again when it is back.
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
    // Computed once, because there may be thousands of devices and many calls.
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
    addWatched(device) {
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

/**
 * The devices of a call. Null if the call is not admitted yet, or has ended. A slot is busy while a call is parked
 * there, and rings while that call rings back.
 */
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
