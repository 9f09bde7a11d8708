import { z } from 'zod';
import type { Call } from '../../calls/model/call.ts';
import type { Request } from '../ari/ari.ts';
import { type Busy, BusyDevices } from './busy-devices.ts';

export type BusyStatesOptions = { request: Request; log: (error: unknown) => void };

type State = 'INUSE' | 'RINGING' | 'RINGINUSE' | 'NOT_INUSE' | 'UNAVAILABLE';

/** Changes within this time are set together. */
const GATHER_MS = 50;

const AriState = z.object({ name: z.string(), state: z.string() });

/** The devices that this file sets. */
const DEVICE = /^Stasis:[0-9a-f-]{36}(?:-7[0-2][0-9])?$/;

/**
 * Sets the device states that phones' keys show for extensions and parking slots (hints.ts). Only watched devices get a
 * state, because setting one delays calls.
 */
export class BusyStates {
  readonly #request: Request;
  readonly #log: (error: unknown) => void;
  readonly #devices = new BusyDevices();
  /** the states that Asterisk has, of devices that are or were busy */
  readonly #set = new Map<string, State>();
  readonly #changed = new Set<string>();
  #watched = new Set<string>();
  #absent: ReadonlySet<string> = new Set();
  #isSetting = false;

  constructor({ request, log }: BusyStatesOptions) {
    this.#request = request;
    this.#log = log;
  }

  /** Call this after each step of a call. */
  onStep(call: Call): void {
    const shown = this.#devices.onStep(call).filter((device) => this.#watched.has(device));
    if (shown.length > 0) this.#change(shown);
  }

  /** Sets which devices are watched. */
  watch(devices: ReadonlySet<string>): void {
    const before = this.#watched;
    this.#watched = new Set(devices);
    this.#change([...before, ...this.#watched]);
  }

  /** Adds one watched device. */
  addWatched(device: string): void {
    if (this.#watched.has(device)) return;
    this.#watched.add(device);
    this.#changed.add(device);
    void this.#setChanged();
  }

  /** Sets which devices have no phone that could ring. */
  setAbsent(devices: ReadonlySet<string>): void {
    const before = this.#absent;
    this.#absent = devices;
    this.#change([...before, ...this.#absent]);
  }

  /** Call this after connecting to Asterisk. It may have outdated states, because they survive a crash. */
  async compare(): Promise<void> {
    const { body } = await this.#request('GET', 'deviceStates');
    const found = z.array(AriState).parse(body);
    this.#set.clear();
    for (const { name } of found) {
      if (!DEVICE.test(name) || this.#stateOf(name) !== 'NOT_INUSE') continue;
      await this.#request('DELETE', `deviceStates/${name}`);
    }
    this.#change(this.#watched);
  }

  #stateOf(device: string, { ringing, talking }: Busy = this.#devices.now()): State {
    if (!this.#watched.has(device)) return 'NOT_INUSE';
    const talks = talking.has(device);
    if (ringing.has(device)) return talks ? 'RINGINUSE' : 'RINGING';
    if (talks) return 'INUSE';
    return this.#absent.has(device) ? 'UNAVAILABLE' : 'NOT_INUSE';
  }

  /** Whether Asterisk already has this state. */
  #isSet(device: string, state: State): boolean {
    return (this.#set.get(device) ?? 'NOT_INUSE') === state;
  }

  #change(devices: Iterable<string>): void {
    // computed once, because there may be thousands of devices and many calls
    const busy = this.#devices.now();
    for (const device of devices) if (!this.#isSet(device, this.#stateOf(device, busy))) this.#changed.add(device);
    if (this.#changed.size > 0) void this.#setChanged();
  }

  /** Sets states one after the other, so that the commands of calls find a free connection. */
  async #setChanged(): Promise<void> {
    if (this.#isSetting) return;
    this.#isSetting = true;
    await new Promise((resolve) => setTimeout(resolve, GATHER_MS));
    let busy: Busy | null = null;
    for (const device of this.#changed) {
      this.#changed.delete(device);
      busy ??= this.#devices.now();
      const state = this.#stateOf(device, busy);
      if (this.#isSet(device, state)) continue;
      // calls may change during the request
      busy = null;
      await this.#setOne(device, state);
    }
    this.#isSetting = false;
    if (this.#changed.size > 0) void this.#setChanged();
  }

  async #setOne(device: string, state: State): Promise<void> {
    try {
      await this.#request('PUT', `deviceStates/${device}?deviceState=${state}`);
      if (state === 'NOT_INUSE') this.#set.delete(device);
      else this.#set.set(device, state);
    } catch (error) {
      // Asterisk is down. Everything is set again when it is back.
      this.#log(error);
    }
  }
}
