import { type Call, factsOf } from '../../calls/model/call.ts';
import { partiesOf, slotOf } from '../../calls/model/parties.ts';
import { deviceOf, slotDevice } from './hints.ts';

/** The devices that a call makes busy. */
type Devices = { ringing: string[]; talking: string[] };

/** The devices that all calls make busy. */
export type Busy = { ringing: ReadonlySet<string>; talking: ReadonlySet<string> };

/** Follows which devices the calls make busy. */
export class BusyDevices {
  /** by call id, because the caller's channel may change */
  readonly #calls = new Map<string, Devices>();
  readonly #idByCaller = new Map<string, string>();

  /** Call this after each step of a call. Returns the devices that it made busy before or does now. */
  onStep(call: Call): string[] {
    const id = factsOf(call)?.id ?? this.#idByCaller.get(call.caller);
    if (id === undefined) return [];
    const before = this.#calls.get(id);
    const after = devicesOf(call);
    if (after) {
      this.#calls.set(id, after);
      this.#idByCaller.set(call.caller, id);
    } else {
      this.#calls.delete(id);
      for (const [caller, of] of this.#idByCaller) if (of === id) this.#idByCaller.delete(caller);
    }
    return [before, after].flatMap((devices) => (devices ? [...devices.ringing, ...devices.talking] : []));
  }

  now(): Busy {
    const all = [...this.#calls.values()];
    return {
      ringing: new Set(all.flatMap(({ ringing }) => ringing)),
      talking: new Set(all.flatMap(({ talking }) => talking)),
    };
  }
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
