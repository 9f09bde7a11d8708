import type { Expected, Heard, Media } from './media.ts';
import { cue, parseParty, userPart, type SipMessage } from './message.ts';
import { newRecord, observe, type CallRecord, type Party } from './record.ts';
import { before } from './deadline.ts';

/** A call under way. Each promise rejects with the whole story when what it waits for cannot come any more. */
export interface Call {
  readonly ringing: Promise<void>;
  readonly earlyMedia: Promise<void>;
  readonly answered: Promise<void>;
  readonly ended: Promise<CallResult>;
  /** Resolves when the sound is heard now, not some time before; see Expected. */
  hears(what: Expected, withinMs?: number): Promise<void>;
  heard(since?: number): Heard;
  /** BYE, CANCEL or a refusal, as the moment demands. */
  hangUp(): Promise<CallResult>;
}

export interface IncomingCall extends Call {
  /** The From header: what a phone shows. */
  readonly from: { readonly name: string; readonly number: string };
  readonly assertedIdentity?: { readonly name: string; readonly number: string };
  /** The user part of the request's URI. */
  readonly dialled: string;
  readonly invite: SipMessage;
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

/** What the phone is to do, as soon as the call's state permits. */
export interface Wishes {
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
  readonly wishes: Wishes;
  readonly hangUpAfterMs?: number;
  readonly deadlineMs?: number;
  send(cue: Buffer): void;
  errors(): string;
}

/** A call and the watcher that feeds it. */
export function trackCall(setup: CallSetup) {
  const { side, media, wishes, deadlineMs = 30_000 } = setup;
  const story: string[] = [];
  const ringing = Promise.withResolvers<void>();
  const earlyMedia = Promise.withResolvers<void>();
  const answered = Promise.withResolvers<void>();
  const over = Promise.withResolvers<void>();
  let record = newRecord(side);
  let hangUpTimer: NodeJS.Timeout | undefined;

  const explain = () => `the end of a call:\n${story.join('\n')}\n${setup.errors()}`;

  function pursue() {
    const name = nextCue(record, wishes);
    const { about } = record;
    if (!name || !about || media.port() === 0) return;
    record = { ...record, phase: 'busy' };
    setup.send(cue(name, about, { 'X-Audio-Port': String(media.port()) }));
  }

  function settle() {
    if (record.statuses.some((status) => status >= 180 && status < 200)) ringing.resolve();
    if (record.earlyMediaAt) earlyMedia.resolve();
    if (record.answeredAt) answered.resolve();
    if (record.media && (record.earlyMediaAt || record.answeredAt)) media.speak(record.media, setup.toneHz);
    if (record.answeredAt && setup.hangUpAfterMs !== undefined)
      hangUpTimer ??= setTimeout(() => void call.hangUp(), setup.hangUpAfterMs);
    if (record.phase === 'over') over.resolve();
  }

  function watch(from: Party, message: SipMessage) {
    const arrow = from === 'us' ? '->' : '<-';
    story.push(`${new Date().toISOString().slice(11, 23)} ${arrow} ${message.firstLine} (${message.cseqMethod})`);
    record = observe(record, from, message, Date.now());
    settle();
    pursue();
  }

  async function finish(): Promise<CallResult> {
    try {
      await before(over.promise, deadlineMs, explain);
      return result(record, media.heard());
    } catch (error) {
      wishes.hangUp = true;
      pursue();
      throw error;
    } finally {
      clearTimeout(hangUpTimer);
      await media[Symbol.asyncDispose]();
    }
  }

  media.ready.then(pursue, over.reject);
  const ended = finish();
  const orEnd = async (event: Promise<void>, what: string) => {
    const tooLate = ended.then(() => {
      throw new Error(`the call ended without ${what}:\n${story.join('\n')}`);
    });
    await Promise.race([event, tooLate]);
  };
  const call: Call = {
    ringing: quiet(orEnd(ringing.promise, 'ringing')),
    earlyMedia: quiet(orEnd(earlyMedia.promise, 'early media')),
    answered: quiet(orEnd(answered.promise, 'an answer')),
    ended: quiet(ended),
    hears: (what, withinMs) => orEnd(media.hears(what, withinMs), `hearing ${what}`),
    heard: media.heard,
    hangUp() {
      wishes.hangUp = true;
      pursue();
      return call.ended;
    },
  };
  return {
    call,
    watch,
    pursue,
    /** Its process is gone, so nothing can come any more. */
    fail: (reason: string) => over.reject(new Error(`${reason}, instead of ${explain()}`)),
  };
}

/** A rejection that nobody awaits is no reason to end the test run; whoever awaits gets it. */
function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

function nextCue({ side, phase, statuses }: CallRecord, wishes: Wishes): string | undefined {
  if (phase === 'talking') return wishes.hangUp ? 'HANGUP' : undefined;
  if (phase !== 'ringing') return undefined;
  if (side === 'caller') return wishes.hangUp ? 'HANGUP' : undefined;
  if (wishes.reject) return `REJECT${wishes.reject}`;
  if (wishes.hangUp) return 'REJECT486';
  if (wishes.progress && !statuses.includes(183)) return 'PROGRESS';
  if (wishes.ring && !statuses.includes(180)) return 'RING';
  return wishes.answer ? 'ANSWER' : undefined;
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

/** Who calls, whom, and by what right. */
export function callerOf(invite: SipMessage): Pick<IncomingCall, 'from' | 'assertedIdentity' | 'dialled'> {
  const asserted = invite.header('P-Asserted-Identity');
  return {
    from: parseParty(invite.header('From') ?? ''),
    assertedIdentity: asserted ? parseParty(asserted) : undefined,
    dialled: userPart(invite.uri ?? ''),
  };
}
