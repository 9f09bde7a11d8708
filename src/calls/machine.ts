import type { Call, Command, Connect, Event } from './call.ts';
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

export type Step = { call: Call; commands: Command[] };

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
    heard: false,
    alerted: false,
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
        commands: [{ type: 'admit', arrival: event.arrival }],
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
    case 'leaving':
      return end(call, CAUSE.normal, at);
    case 'gone':
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
      return isParty(call, event.channel) ? { call, commands: [{ type: 'mute', channel: event.channel }] } : stay(call);
    case 'resumed':
      return isParty(call, event.channel)
        ? { call, commands: [{ type: 'unmute', channel: event.channel }] }
        : stay(call);
    case 'silent':
      return isParty(call, event.channel) ? { call, commands: [{ type: 'ask', channel: event.channel }] } : stay(call);
    case 'overdue':
      return endUnlessEmergency(call, CAUSE.normal, at);
    case 'announced':
      return call.state === 'announcing' ? end(call, call.cause!, at) : stay(call);
    case 'failed':
      return end(call, CAUSE.networkFailure, at);
    case 'forbidden':
      return call.facts?.tenantId === event.tenantId ? endUnlessEmergency(call, CAUSE.rejected, at) : stay(call);
    case 'ordered':
      // nobody but its parties ends an emergency call; one whose phone no longer answers has no party left
      return call.facts && isProtected(call.facts) ? askPhones(call) : end(call, CAUSE.rejected, at);
  }
}

const stay = (call: Call): Step => ({ call, commands: [] });

function refuse(call: Call, reason: RefusalReason, at: string): Step {
  const { announcement, cause } = REFUSALS[reason];
  if (announcement === null) return end(call, cause, at);
  return {
    call: { ...call, state: 'announcing', cause },
    commands: [{ type: 'announce', channel: call.caller, announcement }],
  };
}

function connect(call: Call, { facts, attempts, callerId, ringSeconds, encryptedCaller = false }: Connect): Step {
  const plan = { attempts, callerId, ringSeconds };
  const known: Call = { ...call, state: 'dialling', facts, plan, encryptedCaller };
  const { call: dialling, commands } = dialNext(known);
  // a phone's channel has its tenant's account from its row
  const account: Command[] =
    facts.direction === 'inbound' ? [{ type: 'account', channel: call.caller, tenantId: facts.tenantId }] : [];
  return { call: dialling, commands: [{ type: 'openBridge', bridge: facts.id }, ...commands, ...account] };
}

/** Makes the legs of the plan's next group, which there is; each is dialled once it is ready. */
function dialNext(call: Call): Step {
  const { attempts, ...plan } = call.plan!;
  const [group, ...rest] = attempts;
  const facts = call.facts!;
  const commands = group!.map((target, index) => ({
    type: 'createLeg' as const,
    // named after its call, so that after a restart it is known whose it is
    leg: `${facts.id}.${call.dialled + index + 1}`,
    endpoint: target.endpoint,
    ...(target.location !== undefined && { location: target.location }),
    callerId: plan.callerId,
    note: { caller: call.caller, facts },
  }));
  return {
    call: {
      ...call,
      plan: { ...plan, attempts: rest },
      legs: commands.map(({ leg }) => leg),
      dialled: call.dialled + commands.length,
      alerting: [],
      heard: group!.some((target) => target.earlyMedia),
      secure: group!.some((target) => target.secure),
    },
    commands,
  };
}

function ready(call: Call, leg: string): Step {
  if (call.state !== 'dialling' || !call.plan || !call.legs.includes(leg)) return stay(call);
  const bridge = call.heard ? call.facts!.id : null;
  return { call, commands: [{ type: 'dial', leg, seconds: call.plan.ringSeconds, bridge, caller: call.caller }] };
}

function ringing(call: Call, leg: string): Step {
  if (call.state !== 'dialling' || call.heard || !call.legs.includes(leg)) return stay(call);
  const alerting = [...new Set([...call.alerting, leg])];
  if (call.alerted) return stay({ ...call, alerting });
  return { call: { ...call, alerting, alerted: true }, commands: [{ type: 'alert', channel: call.caller }] };
}

function answered(call: Call, { leg, codecs }: Extract<Event, { type: 'answered' }>, at: string): Step {
  if (call.state !== 'dialling' || !call.legs.includes(leg)) return stay(call);
  const codec = codecs.length === 1 ? (codecs[0] ?? null) : null;
  if (call.heard || call.facts?.emergency || (codec !== null && call.codecs.length > 1 && !call.secure))
    return take(call, leg, codec, at);
  // A phone that answers without a codec that it was offered leaves its channel as it was, and Asterisk calls it answered.
  return { call, commands: [{ type: 'inspect', leg, codec, secure: call.secure }] };
}

function inspected(call: Call, { leg, codec, fit }: Extract<Event, { type: 'inspected' }>, at: string): Step {
  if (call.state === 'talking' && leg === call.caller) return fit ? stay(call) : end(call, CAUSE.incompatible, at);
  if (call.state !== 'dialling' || !call.legs.includes(leg)) return stay(call);
  if (fit) return take(call, leg, codec, at);
  const { call: left, commands } = legGone(call, leg, { cause: CAUSE.incompatible, status: 488 }, at);
  return { call: left, commands: [{ type: 'hangUp', channel: leg, cause: CAUSE.incompatible }, ...commands] };
}

/** The first phone that answers has the call. */
function take(call: Call, leg: string, codec: string | null, at: string): Step {
  const { caller } = call;
  const facts = call.facts!;
  const join: Command = { type: 'join', bridge: facts.id, channels: [caller, leg] };
  const others = call.legs.filter((other) => other !== leg);
  return {
    call: { ...call, state: 'talking', plan: null, legs: [leg], answeredAt: at },
    commands: [
      { type: 'answer', channel: caller },
      // joining again would make the caller's sound jump
      ...(call.heard ? [] : [join]),
      ...others.map((other): Command => ({ type: 'hangUp', channel: other, cause: CAUSE.answeredElsewhere })),
      { type: 'saveAnswer', facts, at },
      { type: 'wait', milliseconds: ESTABLISHED_MS, next: { type: 'established', codec } },
    ],
  };
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
  if (codec === null || call.codecs[0] === codec || !call.codecs.includes(codec)) return { call, commands: look };
  return {
    call,
    commands: [
      ...look,
      { type: 'align', channel: call.caller, codec },
      { type: 'wait', milliseconds: ALIGNED_MS, next: { type: 'aligned' } },
    ],
  };
}

/** Only when both have joined again does Asterisk do without a translator. */
function aligned(call: Call): Step {
  if (call.state !== 'talking' || !call.facts) return stay(call);
  const { id: bridge } = call.facts;
  return { call, commands: [{ type: 'rejoin', bridge, channels: [...call.legs, call.caller] }] };
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

const askPhones = (call: Call): Step => ({
  call,
  commands: phonesOf(call).map((channel) => ({ type: 'ask', channel })),
});

function legGone(call: Call, leg: string, how: LegEnd, at: string): Step {
  if (!call.legs.includes(leg)) return stay(call);
  if (call.state === 'talking') return end(call, CAUSE.normal, at, leg);
  const { status } = how;
  const cause = call.heard ? causeForCaller(how) : causeOfPhone(how);
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
  if (left.plan && left.plan.attempts.length > 0 && isRetryable(how, emergency)) return dialNext(left);
  return end(left, causeOfAll(left.causes), at);
}

/** While another phone rings, somebody may still take the call there; phones that don't even ring are given a moment. */
function settleSoon(call: Call, cause: number): Step {
  if (!isDecisive(cause) || call.alerting.length > 0) return stay(call);
  const next: Event = { type: 'settled', dialled: call.dialled };
  return { call, commands: [{ type: 'wait', milliseconds: SETTLE_MS, next }] };
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
  const commands: Command[] = [{ type: 'clear', channels, bridge: facts?.id ?? null, cause, declined }];
  if (facts) commands.push({ type: 'saveEnd', facts, answeredAt, at, cause });
  return { call: { ...call, state: 'ended', plan: null, legs: [], cause }, commands };
}
