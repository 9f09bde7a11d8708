import type { Call } from './call.ts';
import { openLine, type CallOptions, type ListenOptions, type Listening } from './line.ts';
import type { Address } from './message.ts';
import { Station } from './station.ts';

export interface CarrierOptions {
  /** Default: any free port. A trunk is recognised by its address and port. */
  readonly listenPort?: number;
}

export interface CallInOptions extends CallOptions {
  readonly server: Address;
  /** The caller's number, E.164. */
  readonly from: string;
  readonly displayName?: string;
  /** The user part of our Contact, if we registered with it. Default: the number. */
  readonly called?: string;
  /** More headers, such as P-Asserted-Identity. */
  readonly headers?: Record<string, string>;
}

/** The telephone network: accepts every call, and calls in without a password from the same port. */
export interface Carrier extends AsyncDisposable {
  readonly port: number;
  listen(options?: ListenOptions): Listening;
  callIn(didNumber: string, options: CallInOptions): Call;
}

export async function openCarrier({ listenPort }: CarrierOptions = {}): Promise<Carrier> {
  const resources = new AsyncDisposableStack();
  const station = resources.use(await Station.open(listenPort));
  const line = resources.use(openLine(station));
  return {
    port: station.port,
    listen: (options = {}) => line.listen(options),
    callIn: (number, { server, from, displayName = from, ...options }) =>
      line.call({ ...options, number, to: server, user: from, displayName }),
    [Symbol.asyncDispose]: () => resources.disposeAsync(),
  };
}
