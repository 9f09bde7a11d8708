import { randomUUID } from 'node:crypto';
import { before, HANG_MS } from '../until.ts';
import { callerOf, TrackedCall, type Call, type IncomingCall, type Intent } from './call.ts';
import { openMedia } from './media.ts';
import type { Address } from './message.ts';
import type { Act, Leg, Station } from './station.ts';

/** The refusals that a phone or carrier can give; see scenarios/answering.xml. */
export type Refusal = 302 | 401 | 403 | 404 | 407 | 480 | 486 | 488 | 503 | 504 | 603;

export interface ListenOptions {
  /** Default: at once. 'never': it rings until the test answers or the caller gives up. */
  readonly answerAfterMs?: number | 'never';
  readonly rejectWith?: Refusal;
  /** Speak before the answer (183), as carriers do. */
  readonly earlyMedia?: boolean;
  /** The tone it sends, in Hz; 0 is silence. */
  readonly tone?: number;
  readonly hangUpAfterMs?: number;
  /** How long a call may take before it counts as hung. */
  readonly deadlineMs?: number;
}

export interface Listening {
  /** All calls since listening began. */
  readonly calls: readonly IncomingCall[];
  /** The first call that no earlier nextCall() has returned. */
  nextCall(withinMs?: number): Promise<IncomingCall>;
}

export interface CallOptions {
  readonly tone?: number;
  /** Counted from the answer. */
  readonly hangUpAfterMs?: number;
  readonly deadlineMs?: number;
  /** The user in From, if it isn't the SIP username. */
  readonly from?: string;
  readonly headers?: Record<string, string>;
}

interface OutgoingCall extends CallOptions {
  readonly number: string;
  /** The number in the request's URI, if it isn't the called one. */
  readonly called?: string;
  readonly to: Address;
  readonly user: string;
  /** Default: the SIP username. */
  readonly authUser?: string;
  readonly displayName: string;
  readonly password?: string;
}

/** The common part of phones and carriers: outgoing and incoming calls. */
export interface Line extends AsyncDisposable {
  call(options: OutgoingCall): Call;
  listen(options: ListenOptions): Listening;
}

export function openLine(station: Station): Line {
  const live = new Set<Call>();
  let policy: ListenOptions = { rejectWith: 480 };
  let queue = callQueue();

  function keepUntilEnd(call: Call) {
    live.add(call);
    const forget = () => live.delete(call);
    call.ended.then(forget, forget);
  }

  station.onInvite = (invite) => {
    const call = answerCall(station, policy);
    const incoming = Object.assign(call, callerOf(invite), { invite });
    keepUntilEnd(call);
    queue.add(incoming);
    return (from, message) => call.watch(from, message);
  };

  return {
    call(options) {
      const call = placeCall(station, options);
      keepUntilEnd(call);
      return call;
    },
    listen(options) {
      policy = options;
      queue = callQueue();
      return queue.listening;
    },
    async [Symbol.asyncDispose]() {
      // an open call would continue in Asterisk; one that doesn't end in time is dropped with its process
      const hangUps = [...live].map((call) => before(call.hangUp(), 2000, () => 'a call to end'));
      await Promise.allSettled(hangUps);
    },
  };
}

function placeCall(station: Station, options: OutgoingCall): Call {
  const media = openMedia();
  let leg: Leg | undefined;
  const call = new TrackedCall({
    ...options,
    side: 'caller',
    media,
    toneHz: options.tone ?? 0,
    intent: {},
    send: (cue) => leg?.send(cue),
    errors: () => leg?.sipp.errors() ?? '',
  });

  async function start() {
    await media.ready;
    leg = await station.act(callingAct(options, media.port()), (from, message) => call.watch(from, message));
    const code = await leg.sipp.exited;
    if (code !== 0) call.fail(`SIPp ended with ${code}`);
  }
  start().catch((error) => call.fail(String(error)));
  return call;
}

function callingAct(outgoing: OutgoingCall, audioPort: number): Act {
  const { number, called = number, to, user, authUser = user, displayName, password = '', headers = {} } = outgoing;
  const server = `${to.host}:${to.port}`;
  const moreHeaders = Object.entries(headers).map(([name, value]) => `\r\n${name}: ${value}`);
  return {
    scenario: 'calling',
    callId: `${randomUUID()}@127.0.0.1`,
    to,
    keys: {
      user,
      display: displayName,
      number,
      called,
      server,
      audio_port: audioPort,
      more_headers: moreHeaders.join(''),
    },
    more: ['-au', authUser, '-ap', password, '-auth_uri', `${called}@${server}`],
  };
}

function answerCall(station: Station, policy: ListenOptions): TrackedCall {
  const { tone: toneHz = 0, answerAfterMs = 0, rejectWith, earlyMedia } = policy;
  const intent: Intent = { ring: !earlyMedia, reject: rejectWith, progress: earlyMedia, answer: answerAfterMs === 0 };
  const call = new TrackedCall({
    ...policy,
    side: 'callee',
    media: openMedia(),
    toneHz,
    intent,
    send: (cue) => station.answering.send(cue),
    errors: () => station.errors(),
  });
  if (typeof answerAfterMs === 'number' && answerAfterMs > 0) {
    setTimeout(() => call.answer(), answerAfterMs);
  }
  void station.answering.sipp.exited.then((code) => call.fail(`SIPp ended with ${code}`));
  return call;
}

/** Hands out calls in the order of their arrival, now or when they come. */
function callQueue() {
  const calls: IncomingCall[] = [];
  const arrived: IncomingCall[] = [];
  const asking: ((call: IncomingCall) => void)[] = [];
  const listening: Listening = {
    calls,
    nextCall(withinMs = HANG_MS) {
      const { promise, resolve } = Promise.withResolvers<IncomingCall>();
      const waiting = arrived.shift();
      if (waiting) resolve(waiting);
      else asking.push(resolve);
      return before(promise, withinMs, () => 'a call to come in');
    },
  };
  return {
    listening,
    add(call: IncomingCall) {
      calls.push(call);
      const ask = asking.shift();
      if (ask) ask(call);
      else arrived.push(call);
    },
  };
}
