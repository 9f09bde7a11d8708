import type { Call } from './call.ts';
import type { CallFacts } from './call-facts.ts';
import type { Command, CommandGroups } from './command.ts';
import type { Attempt, Connect } from './decision.ts';
import type { Event } from './event.ts';
import { ALIGNED_MS, causeOfPhone, ESTABLISHED_MS, isDecisive, isDecline, SETTLE_MS } from './phone-causes.ts';
import {
  CAUSE,
  causeForCaller,
  causeOfAll,
  isProtected,
  type LegEnd,
  type RefusalReason,
  REFUSALS,
  isRetryable,
} from './rules.ts';

export type Step = { call: Call; commands: CommandGroups };

/** A call before its first event. */
export function newCall(caller: string): Call {
  return {
    caller,
    state: 'new',
    facts: null,
    plan: null,
    codecs: [],
    legs: [],
    dialled: 0,
    encryptedCaller: false,
    secure: false,
    alerting: [],
    causes: [],
    declined: false,
    earlyMediaBridged: false,
    ringbackSent: false,
    cause: null,
    answeredAt: null,
  };
}

/**
 * What a call becomes by an event, and what is to be done about it. Pure: the same call, event and time always give the same.
 * An event that means nothing in the call's state changes nothing: events of the engine cross our commands.
 */
export function step(call: Call, event: Event, at: string): Step {
  if (call.state === 'ended') return stay(call);
  switch (event.type) {
    case 'arrived':
      // a call that came in while we looked for those that were there is told of twice
      if (call.state !== 'new') return stay(call);
      return {
        call: { ...call, state: 'admitting', codecs: event.arrival.codecs },
        commands: [[{ type: 'admit', arrival: event.arrival }]],
      };
    case 'decided':
      return event.decision.kind === 'connect'
        ? connect(call, event.decision)
        : refuse(call, event.decision.reason, at);
    case 'ready':
      return ready(call, event.leg);
    case 'ringing':
      return ringing(call, event.leg);
    case 'answered':
      return answered(call, event, at);
    case 'inspected':
      return inspected(call, event, at);
    case 'hangupRequested':
      return end(call, CAUSE.normal, at);
    case 'channelEnded':
      return event.channel === call.caller
        ? end(call, CAUSE.normal, at, event.channel)
        : legGone(call, event.channel, { cause: event.cause, status: event.status ?? null }, at);
    case 'settled':
      return settled(call, event.dialled, at);
    case 'established':
      return established(call, event.codec);
    case 'aligned':
      return aligned(call);
    case 'held':
      return isParty(call, event.channel) ? order(call, { type: 'mute', channel: event.channel }) : stay(call);
    case 'resumed':
      return isParty(call, event.channel) ? order(call, { type: 'unmute', channel: event.channel }) : stay(call);
    case 'silent':
      return isParty(call, event.channel) ? order(call, { type: 'ask', channel: event.channel }) : stay(call);
    case 'overdue':
      return endUnlessEmergency(call, CAUSE.normal, at);
    case 'announced':
      return call.state === 'announcing' ? end(call, call.cause!, at) : stay(call);
    case 'failed':
      return end(call, CAUSE.networkFailure, at);
    case 'serviceStopped':
      return call.facts?.tenantId === event.tenantId ? endUnlessEmergency(call, CAUSE.rejected, at) : stay(call);
    case 'hangupOrdered':
      // nobody but its parties ends an emergency call; one whose phone no longer answers has no party left
      return call.facts && isProtected(call.facts) ? askPhones(call) : end(call, CAUSE.rejected, at);
  }
}

const stay = (call: Call): Step => ({ call, commands: [] });
/** Commands that run at the same time. */
const order = (call: Call, ...commands: Command[]): Step => ({ call, commands: [commands] });

function refuse(call: Call, reason: RefusalReason, at: string): Step {
  const { announcement, cause } = REFUSALS[reason];
  if (announcement === null) return end(call, cause, at);
  return order({ ...call, state: 'announcing', cause }, { type: 'announce', channel: call.caller, announcement });
}

function connect(call: Call, { facts, attempts, encryptedCaller = false }: Connect): Step {
  const [first, ...next] = attempts;
  if (first === undefined) throw new Error('A call that is put through has an attempt.');
  const { call: dialling, legs } = createLegs(
    { ...call, state: 'dialling', facts, encryptedCaller },
    facts,
    first,
    next,
  );
  // a phone's channel has its tenant's account from its row
  const account: Command[] =
    facts.direction === 'inbound' ? [{ type: 'setAccountCode', channel: call.caller, tenantId: facts.tenantId }] : [];
  return order(dialling, { type: 'openBridge', bridge: facts.id }, ...legs, ...account);
}

/** Makes the legs of an attempt; each is dialled once it is ready. */
function createLegs(
  call: Call,
  facts: CallFacts,
  { targets, callerId, ringSeconds }: Attempt,
  next: Attempt[],
): { call: Call; legs: Command[] } {
  const legs = targets.map((target, index) => ({
    type: 'createLeg' as const,
    // named after its call, so that after a restart it is known whose it is
    leg: `${facts.id}.${call.dialled + index + 1}`,
    target,
    callerId,
    note: { caller: call.caller, facts },
  }));
  return {
    call: {
      ...call,
      plan: { ringSeconds, next },
      legs: legs.map(({ leg }) => leg),
      dialled: call.dialled + legs.length,
      alerting: [],
      earlyMediaBridged: targets.some((target) => target.kind === 'trunk' && target.earlyMedia),
      secure: targets.some((target) => target.kind === 'contact' && target.encrypted),
    },
    legs,
  };
}

function ready(call: Call, leg: string): Step {
  if (call.state !== 'dialling' || !call.plan || !call.legs.includes(leg)) return stay(call);
  const bridge = call.earlyMediaBridged ? call.facts!.id : null;
  return order(call, { type: 'dial', leg, seconds: call.plan.ringSeconds, bridge, caller: call.caller });
}

function ringing(call: Call, leg: string): Step {
  if (call.state !== 'dialling' || call.earlyMediaBridged || !call.legs.includes(leg)) return stay(call);
  const alerting = [...new Set([...call.alerting, leg])];
  if (call.ringbackSent) return stay({ ...call, alerting });
  return order({ ...call, alerting, ringbackSent: true }, { type: 'ring', channel: call.caller });
}

function answered(call: Call, { leg, codecs }: Extract<Event, { type: 'answered' }>, at: string): Step {
  if (call.state !== 'dialling' || !call.legs.includes(leg)) return stay(call);
  const codec = codecs.length === 1 ? (codecs[0] ?? null) : null;
  if (call.earlyMediaBridged || call.facts?.emergency || (codec !== null && call.codecs.length > 1 && !call.secure))
    return take(call, leg, codec, at);
  // A phone that answers without a codec that it was offered leaves its channel as it was, and Asterisk calls it answered.
  return order(call, { type: 'inspect', leg, codec, secure: call.secure });
}

function inspected(call: Call, { leg, codec, fit }: Extract<Event, { type: 'inspected' }>, at: string): Step {
  if (call.state === 'talking' && leg === call.caller) return fit ? stay(call) : end(call, CAUSE.incompatible, at);
  if (call.state !== 'dialling' || !call.legs.includes(leg)) return stay(call);
  if (fit) return take(call, leg, codec, at);
  const { call: left, commands } = legGone(call, leg, { cause: CAUSE.incompatible, status: 488 }, at);
  return { call: left, commands: [[{ type: 'hangUp', channel: leg, cause: CAUSE.incompatible }], ...commands] };
}

/** The first phone that answers has the call. */
function take(call: Call, leg: string, codec: string | null, at: string): Step {
  const { caller } = call;
  const facts = call.facts!;
  const join: Command = { type: 'join', bridge: facts.id, channels: [caller, leg] };
  const others = call.legs.filter((other) => other !== leg);
  return order(
    { ...call, state: 'talking', plan: null, legs: [leg], answeredAt: at },
    { type: 'answer', channel: caller },
    // joining again would make the caller's sound jump
    ...(call.earlyMediaBridged ? [] : [join]),
    ...others.map((other): Command => ({ type: 'hangUp', channel: other, cause: CAUSE.answeredElsewhere })),
    { type: 'saveAnswer', facts, at },
    { type: 'wait', milliseconds: ESTABLISHED_MS, next: { type: 'established', codec } },
  );
}

/**
 * The caller goes on in the callee's codec, if it had offered that one: between unequal codecs, Asterisk drops what a phone
 * sends after it has started its stream again with lower sequence numbers. An emergency call is left as it is.
 */
function established(call: Call, codec: string | null): Step {
  if (call.state !== 'talking' || call.facts?.emergency) return stay(call);
  const { caller } = call;
  // before the answer, Asterisk does not say whether the caller's sound is encrypted
  const look: Command[] = call.encryptedCaller ? [{ type: 'inspect', leg: caller, codec: null, secure: true }] : [];
  if (codec === null || call.codecs[0] === codec || !call.codecs.includes(codec)) return order(call, ...look);
  return order(
    call,
    ...look,
    { type: 'align', channel: call.caller, codec },
    { type: 'wait', milliseconds: ALIGNED_MS, next: { type: 'aligned' } },
  );
}

/** Only when both have joined again does Asterisk do without a translator. */
function aligned(call: Call): Step {
  if (call.state !== 'talking' || !call.facts) return stay(call);
  const parties = { bridge: call.facts.id, channels: [...call.legs, call.caller] };
  return { call, commands: [[{ type: 'leave', ...parties }], [{ type: 'join', ...parties }]] };
}

const isParty = (call: Call, channel: string): boolean =>
  call.state === 'talking' && (channel === call.caller || call.legs.includes(channel));

/** The parties of a call that are phones, not carriers. */
export function phonesOf({ state, caller, legs, facts }: Call): string[] {
  if (state !== 'talking' || !facts) return [];
  if (facts.direction === 'internal') return [caller, ...legs];
  if (facts.direction === 'outbound') return [caller];
  // one that its number sends on to the outside rang no extension
  return facts.extensionId === null ? [] : legs;
}

const askPhones = (call: Call): Step =>
  order(call, ...phonesOf(call).map((channel): Command => ({ type: 'ask', channel })));

function legGone(call: Call, leg: string, how: LegEnd, at: string): Step {
  if (!call.legs.includes(leg)) return stay(call);
  if (call.state === 'talking') return end(call, CAUSE.normal, at, leg);
  const { status } = how;
  const cause = call.earlyMediaBridged ? causeForCaller(how) : causeOfPhone(how);
  const left: Call = {
    ...call,
    legs: call.legs.filter((other) => other !== leg),
    alerting: call.alerting.filter((other) => other !== leg),
    causes: [...call.causes, cause],
    declined: call.declined || isDecline(status),
  };
  const emergency = call.facts?.emergency ?? false;
  if (left.legs.length > 0) {
    // whoever can take the call of an emergency dispatcher is waited for
    if (emergency) return stay(left);
    return isDecline(status) ? end(left, cause, at) : settleSoon(left, cause);
  }
  const [attempt, ...further] = left.plan?.next ?? [];
  if (attempt && left.facts && isRetryable(how, emergency)) {
    const { call: dialling, legs } = createLegs(left, left.facts, attempt, further);
    return order(dialling, ...legs);
  }
  return end(left, causeOfAll(left.causes), at);
}

/** While another phone rings, somebody may still take the call there; phones that don't even ring are given a moment. */
function settleSoon(call: Call, cause: number): Step {
  if (!isDecisive(cause) || call.alerting.length > 0) return stay(call);
  const next: Event = { type: 'settled', dialled: call.dialled };
  return order(call, { type: 'wait', milliseconds: SETTLE_MS, next });
}

function settled(call: Call, dialled: number, at: string): Step {
  const isOpen = call.state !== 'dialling' || call.dialled !== dialled || call.alerting.length > 0;
  return isOpen ? stay(call) : end(call, causeOfAll(call.causes), at);
}

/** What is said to 911 goes on whatever happens to the tenant. */
function endUnlessEmergency(call: Call, cause: number, at: string): Step {
  return call.facts && isProtected(call.facts) ? stay(call) : end(call, cause, at);
}

/** Hangs up everybody but `gone`, who is not there any more. */
function end(call: Call, cause: number, at: string, gone?: string): Step {
  const { facts, answeredAt } = call;
  const channels = [call.caller, ...call.legs].filter((channel) => channel !== gone);
  const declined = call.declined && cause === CAUSE.rejected;
  const commands: Command[] = [{ type: 'tearDown', channels, bridge: facts?.id ?? null, cause, declined }];
  if (facts) commands.push({ type: 'saveEnd', facts, answeredAt, at, cause });
  return order({ ...call, state: 'ended', plan: null, legs: [], cause }, ...commands);
}
