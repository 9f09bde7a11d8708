import type { Call, IncomingCall } from '../sip/call.ts';
import type { Phone } from '../sip/phone.ts';
import { until } from '../until.ts';

/** The caller's tone and the callee's, in Hz. */
export const TONES = { caller: 440, callee: 620 };

/**
 * How long a call may outlast its end at the other side, or the change of status that ends it: far above the time on an idle machine, and below the ten
 * seconds after which call control checks all calls. Benchmarks measure the speed.
 */
export const AT_ONCE_MS = 5000;

/** A call in which each side hears the other. */
export type Talk = { call: Call; taken: IncomingCall };

/** Waits until each side hears the other's tone; returns the callee's side. */
export async function hearEachOther(call: Call, taken: IncomingCall | Promise<IncomingCall>): Promise<IncomingCall> {
  const other = await taken;
  await Promise.all([call.hears(TONES.callee), other.hears(TONES.caller)]);
  return other;
}

/** The caller calls the callee, whose extension is `number`, and they hear each other. */
export async function talk(caller: Phone, callee: Phone, number: string, deadlineMs?: number): Promise<Talk> {
  const atCallee = callee.listen({ tone: TONES.callee });
  const call = caller.call(number, { tone: TONES.caller, deadlineMs });
  return { call, taken: await hearEachOther(call, atCallee.nextCall()) };
}

/** Waits until each side has heard this many milliseconds of sound. */
export async function talkFor(milliseconds: number, since: number, ...sides: Call[]): Promise<void> {
  const packets = milliseconds / 20;
  await until(`${milliseconds} ms of sound`, () => sides.every((side) => side.heard(since).packets >= packets));
}
