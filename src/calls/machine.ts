import type { Call, Command, Connect, Event } from './call.ts';
import {
  CAUSE,
  causeForCaller,
  causeOfAll,
  type LegEnd,
  type RefusalReason,
  REFUSALS,
  worthAnotherTry,
} from './rules.ts';

export type Step = { call: Call; commands: Command[] };

/** A call before its first event. */
export function newCall(caller: string): Call {
  return {
    caller,
    state: 'new',
    facts: null,
    plan: null,
    legs: [],
    dialled: 0,
    causes: [],
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
      return { call: { ...call, state: 'admitting' }, commands: [{ type: 'admit', arrival: event.arrival }] };
    case 'decided':
      return event.decision.kind === 'connect'
        ? connect(call, event.decision)
        : refuse(call, event.decision.reason, at);
    case 'ready':
      return ready(call, event.leg);
    case 'ringing':
      return ringing(call, event.leg);
    case 'answered':
      return answered(call, event.leg, at);
    case 'leaving':
      return end(call, CAUSE.normal, at);
    case 'gone':
      return event.channel === call.caller
        ? end(call, CAUSE.normal, at, event.channel)
        : legGone(call, event.channel, { cause: event.cause, status: event.status ?? null }, at);
    case 'announced':
      return call.state === 'announcing' ? end(call, call.cause!, at) : stay(call);
    case 'failed':
      return end(call, CAUSE.networkFailure, at);
    case 'forbidden':
      return call.facts?.tenantId === event.tenantId ? endUnlessEmergency(call, at) : stay(call);
    case 'ordered':
      return endUnlessEmergency(call, at);
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

function connect(call: Call, { facts, attempts, callerId, ringSeconds }: Connect): Step {
  const known: Call = { ...call, state: 'dialling', facts, plan: { attempts, callerId, ringSeconds } };
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
      heard: group!.some((target) => target.earlyMedia),
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
  if (call.state !== 'dialling' || call.alerted || call.heard || !call.legs.includes(leg)) return stay(call);
  return { call: { ...call, alerted: true }, commands: [{ type: 'alert', channel: call.caller }] };
}

/** The first phone that answers has the call. */
function answered(call: Call, leg: string, at: string): Step {
  if (call.state !== 'dialling' || !call.legs.includes(leg)) return stay(call);
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
    ],
  };
}

function legGone(call: Call, leg: string, how: LegEnd, at: string): Step {
  if (!call.legs.includes(leg)) return stay(call);
  if (call.state === 'talking') return end(call, CAUSE.normal, at, leg);
  const left = {
    ...call,
    legs: call.legs.filter((other) => other !== leg),
    causes: [...call.causes, causeForCaller(how)],
  };
  if (left.legs.length > 0) return stay(left);
  const emergency = call.facts?.emergency ?? false;
  if (left.plan && left.plan.attempts.length > 0 && worthAnotherTry(how, emergency)) return dialNext(left);
  return end(left, causeOfAll(left.causes), at);
}

/** What is said to 911 goes on whatever happens to the tenant. */
function endUnlessEmergency(call: Call, at: string): Step {
  return call.facts?.emergency ? stay(call) : end(call, CAUSE.rejected, at);
}

/** Hangs up everybody but `gone`, who is not there any more. */
function end(call: Call, cause: number, at: string, gone?: string): Step {
  const { facts, answeredAt } = call;
  const channels = [call.caller, ...call.legs].filter((channel) => channel !== gone);
  const commands: Command[] = [{ type: 'clear', channels, bridge: facts?.id ?? null, cause }];
  if (facts) commands.push({ type: 'saveEnd', facts, answeredAt, at, cause });
  return { call: { ...call, state: 'ended', plan: null, legs: [], cause }, commands };
}
