import { z } from 'zod';
import type { Call } from '../calls/call.ts';
import { type Parties, partiesOf } from '../calls/parties.ts';
import type { Request } from './ari.ts';
import { deviceOf } from './hints.ts';

export type BusyStatesOptions = { request: Request; log: (error: unknown) => void };

/** Sets what the keys of other phones show of an extension (hints.ts). */
export type BusyStates = {
  /** A call has taken a step. */
  onStep(call: Call): void;
  /** Asterisk was connected: its states may be those of another time. They outlive a crash. */
  connected(): void;
};

type State = 'INUSE' | 'RINGING' | 'RINGINUSE' | 'NOT_INUSE';

/** What changes within it is set together. */
const GATHER_MS = 50;

const AriState = z.object({ name: z.string(), state: z.string() });

export function openBusyStates({ request, log }: BusyStatesOptions): BusyStates {
  /** by the caller's channel */
  const calls = new Map<string, Parties>();
  /** what Asterisk has, of extensions that are in a call or were in one */
  const set = new Map<string, State>();
  const changed = new Set<string>();
  let isBusy = false;

  function stateOf(extensionId: string): State {
    const all = [...calls.values()];
    const rings = all.some(({ ringing }) => ringing.includes(extensionId));
    const talks = all.some(({ talking }) => talking.includes(extensionId));
    if (rings) return talks ? 'RINGINUSE' : 'RINGING';
    return talks ? 'INUSE' : 'NOT_INUSE';
  }
  /** One after the other: the commands of calls must find connections. */
  async function setChanged(): Promise<void> {
    if (isBusy) return;
    isBusy = true;
    await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
    for (const id of changed) {
      changed.delete(id);
      const state = stateOf(id);
      if ((set.get(id) ?? 'NOT_INUSE') === state) continue;
      try {
        await request('PUT', `deviceStates/${deviceOf(id)}?deviceState=${state}`);
        if (state === 'NOT_INUSE') set.delete(id);
        else set.set(id, state);
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
      const id = extensionOf(name);
      if (id === null || stateOf(id) !== 'NOT_INUSE') continue;
      await request('DELETE', `deviceStates/${name}`);
    }
    for (const { ringing, talking } of calls.values()) for (const id of [...ringing, ...talking]) changed.add(id);
    await setChanged();
  }

  return {
    onStep(call) {
      const before = calls.get(call.caller);
      const after = partiesOf(call);
      if (after) calls.set(call.caller, after);
      else calls.delete(call.caller);
      const concerned = [before, after].flatMap((parties) => (parties ? [...parties.ringing, ...parties.talking] : []));
      if (concerned.length === 0) return;
      for (const id of concerned) changed.add(id);
      void setChanged();
    },
    connected: () => void compare().catch(log),
  };
}

const DEVICE = /^Stasis:([0-9a-f-]{36})$/;
const extensionOf = (device: string): string | null => DEVICE.exec(device)?.[1] ?? null;
