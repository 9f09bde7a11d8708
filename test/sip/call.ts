import { before, HANG_MS } from '../until.ts';
import type { Expected, Heard, Media } from './media.ts';
import { cue, parseParty, userPart, type SipMessage } from './message.ts';
import { newRecord, observe, type CallRecord, type Party } from './record.ts';

/** A call in progress. Each promise rejects, with all messages so far, when it can no longer be fulfilled. */
export interface Call {
  readonly ringing: Promise<void>;
  readonly earlyMedia: Promise<void>;
  readonly answered: Promise<void>;
  readonly ended: Promise<CallResult>;
  /** Resolves when the sound is heard now, not earlier; see Expected. */
  hears(what: Expected, withinMs?: number): Promise<void>;
  heard(since?: number): Heard;
  /** Presses keys, once the call is answered. */
  press(keys: string): Promise<void>;
  /** Sends BYE, CANCEL or a refusal, depending on the state. */
  hangUp(): Promise<CallResult>;
}

export interface IncomingCall extends Call {
  /** The From header: what a phone shows. */
  readonly from: { readonly name: string; readonly number: string };
  readonly assertedIdentity?: { readonly name: string; readonly number: string };
  /** The user part of the request's URI. */
  readonly dialled: string;
  readonly invite: SipMessage;
  /** Answers a call that rings until then (`answerAfterMs: 'never'`). */
  answer(): void;
}

export interface CallResult {
  /** The final response to the INVITE; 0 when there was none. */
  readonly finalStatus: number;
  /** All responses to it, without the digest challenge before. */
  readonly statuses: readonly number[];
  /** Reason headers (RFC 3326) of the other side, such as `Q.850;cause=21`. */
  readonly reasons: readonly string[];
  readonly earlyMedia: boolean;
  readonly answered: boolean;
  readonly endedBy: Party;
  /** From answer to end; 0 for a call that was not answered. */
  readonly durationMs: number;
  /** From the INVITE (the authenticated one, if it was challenged) to its final response. */
  readonly setupMs: number;
  readonly endedAt: number;
  readonly reinvites: number;
  readonly heard: Heard;
}

/** The next action of the test, performed as soon as the call's state permits. */
export interface Intent {
  ring?: boolean;
  /** 183 with audio before the answer. */
  progress?: boolean;
  answer?: boolean;
  reject?: number;
  hangUp?: boolean;
}

export interface CallSetup {
  readonly side: CallRecord['side'];
  readonly media: Media;
  readonly toneHz: number;
  readonly intent: Intent;
  readonly hangUpAfterMs?: number;
  readonly deadlineMs?: number;
  send(cue: Buffer): void;
  errors(): string;
}

/** A call, fed by watch() with each of its messages. */
export class TrackedCall implements Call {
  readonly ringing: Promise<void>;
  readonly earlyMedia: Promise<void>;
  readonly answered: Promise<void>;
  readonly ended: Promise<CallResult>;
  readonly #setup: CallSetup;
  readonly #story: string[] = [];
  readonly #happened = {
    ringing: Promise.withResolvers<void>(),
    earlyMedia: Promise.withResolvers<void>(),
    answered: Promise.withResolvers<void>(),
    over: Promise.withResolvers<void>(),
  };
  #record: CallRecord;
  #hangUpTimer: NodeJS.Timeout | undefined;

  constructor(setup: CallSetup) {
    this.#setup = setup;
    this.#record = newRecord(setup.side);
    setup.media.ready.then(() => this.pursue(), this.#happened.over.reject);
    this.ended = quiet(this.#finish());
    this.ringing = quiet(this.#orEnd(this.#happened.ringing.promise, 'ringing'));
    this.earlyMedia = quiet(this.#orEnd(this.#happened.earlyMedia.promise, 'early media'));
    this.answered = quiet(this.#orEnd(this.#happened.answered.promise, 'an answer'));
  }

  hears(what: Expected, withinMs?: number): Promise<void> {
    return this.#orEnd(this.#setup.media.hears(what, withinMs), `hearing ${what}`);
  }

  heard(since?: number): Heard {
    return this.#setup.media.heard(since);
  }

  async press(keys: string): Promise<void> {
    await this.answered;
    this.#setup.media.press(keys);
  }

  answer(): void {
    this.#setup.intent.answer = true;
    this.pursue();
  }

  hangUp(): Promise<CallResult> {
    this.#setup.intent.hangUp = true;
    this.pursue();
    return this.ended;
  }

  watch(from: Party, message: SipMessage): void {
    const arrow = from === 'us' ? '->' : '<-';
    this.#story.push(`${new Date().toISOString().slice(11, 23)} ${arrow} ${message.firstLine} (${message.cseqMethod})`);
    this.#record = observe(this.#record, from, message, Date.now());
    this.#settle();
    this.pursue();
  }

  /** Cues the scenario if there is an action that it can perform now. */
  pursue(): void {
    const { media, intent, send } = this.#setup;
    const name = nextCue(this.#record, intent);
    const { about } = this.#record;
    if (!name || !about || media.port() === 0) return;
    this.#record = { ...this.#record, phase: 'busy' };
    send(cue(name, about, { 'X-Audio-Port': String(media.port()) }));
  }

  /** Its process has ended, so nothing more can arrive. */
  fail(reason: string): void {
    this.#happened.over.reject(new Error(`${reason}, instead of ${this.#explain()}`));
  }

  #settle() {
    const { statuses, earlyMediaAt, answeredAt, phase, media: target } = this.#record;
    const { media, toneHz, hangUpAfterMs } = this.#setup;
    if (statuses.some((status) => status >= 180 && status < 200)) this.#happened.ringing.resolve();
    if (earlyMediaAt) this.#happened.earlyMedia.resolve();
    if (answeredAt) this.#happened.answered.resolve();
    if (target && (earlyMediaAt || answeredAt)) media.speak(target, toneHz);
    if (answeredAt && hangUpAfterMs !== undefined) {
      this.#hangUpTimer ??= setTimeout(() => void this.hangUp(), hangUpAfterMs);
    }
    if (phase === 'over') this.#happened.over.resolve();
  }

  async #finish(): Promise<CallResult> {
    const { media, intent, deadlineMs = HANG_MS } = this.#setup;
    try {
      await before(this.#happened.over.promise, deadlineMs, () => this.#explain());
      return result(this.#record, media.heard());
    } catch (error) {
      intent.hangUp = true;
      this.pursue();
      throw error;
    } finally {
      clearTimeout(this.#hangUpTimer);
      await media[Symbol.asyncDispose]();
    }
  }

  async #orEnd(event: Promise<void>, what: string): Promise<void> {
    const tooLate = this.ended.then(() => {
      throw new Error(`the call ended without ${what}:\n${this.#story.join('\n')}`);
    });
    await Promise.race([event, tooLate]);
  }

  #explain() {
    return `the end of a call:\n${this.#story.join('\n')}\n${this.#setup.errors()}`;
  }
}

/** A rejection that no test awaits must not end the test run. */
function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

function nextCue({ side, phase, statuses }: CallRecord, intent: Intent): string | undefined {
  if (phase === 'talking') return intent.hangUp ? 'HANGUP' : undefined;
  if (phase === 'cancelled') return 'TERMINATE';
  if (phase !== 'ringing') return undefined;
  if (side === 'caller') return intent.hangUp ? 'HANGUP' : undefined;
  if (intent.reject) return `REJECT${intent.reject}`;
  if (intent.hangUp) return 'REJECT486';
  if (intent.progress && !statuses.includes(183)) return 'PROGRESS';
  if (intent.ring && !statuses.includes(180)) return 'RING';
  return intent.answer ? 'ANSWER' : undefined;
}

function result(record: CallRecord, heard: Heard): CallResult {
  const {
    statuses,
    reasons,
    answeredAt,
    earlyMediaAt,
    invitedAt = 0,
    endedAt = 0,
    endedBy = 'them',
    reinvites,
  } = record;
  const finalStatus = statuses.findLast((status) => status >= 200) ?? 0;
  return {
    finalStatus,
    statuses,
    reasons,
    earlyMedia: earlyMediaAt !== undefined,
    answered: answeredAt !== undefined,
    endedBy,
    durationMs: answeredAt ? endedAt - answeredAt : 0,
    setupMs: (answeredAt ?? endedAt) - invitedAt,
    endedAt,
    reinvites,
    heard,
  };
}

/** The caller as shown and as asserted, and the number dialled. */
export function callerOf(invite: SipMessage): Pick<IncomingCall, 'from' | 'assertedIdentity' | 'dialled'> {
  const asserted = invite.header('P-Asserted-Identity');
  return {
    from: parseParty(invite.header('From') ?? ''),
    assertedIdentity: asserted ? parseParty(asserted) : undefined,
    dialled: userPart(invite.uri ?? ''),
  };
}
