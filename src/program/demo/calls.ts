import type { CallFacts } from '../../calls/model/call-facts.ts';
import type { PathStep } from '../../calls/model/call-path.ts';
import type { CallEnd } from '../../calls/model/command.ts';
import { CAUSE } from '../../calls/rules.ts';
import { DAY_MS, HOUR_MS } from '../../platform/time/durations.ts';
import { newId } from '../../platform/values/ids.ts';
import type { DemoTenant, StoryCall } from './story.ts';
import { MILL, VANILLA, weeksOfCalls } from './weeks.ts';

/** A demo tenant with past calls. */
export type CalledTenant = {
  id: string;
  story: NonNullable<DemoTenant['called']>;
  /** its extensions' ids by their numbers */
  extensions: ReadonlyMap<string, string>;
  did: { id: string; number: string };
};

const [DID, FLOUR, DAIRY, CAFE, CAKES, SCHOOL, REPAIRS] = [
  'did',
  '+12125550120',
  '+19175550123',
  '+12125550124',
  '+16465550125',
  '+12125550126',
  '+17185550127',
];
/** International numbers in countries that the bakery may call. */
const PERMITTED = [MILL, VANILLA];
const counter = (seconds: number, result: StoryCall['rang'][0][2] = 'answered'): StoryCall['rang'][0] => [
  '101',
  seconds,
  result,
];

/** The last three days in a bakery. UTC is five hours ahead of New York. */
const STORY: StoryCall[] = [
  { day: 3, hour: 11.2, from: CAFE, to: DID, rang: [counter(6)], talked: 94 },
  { day: 3, hour: 11.9, from: '101', to: '102', rang: [['102', 4, 'answered']], talked: 31 },
  { day: 3, hour: 13.4, from: CAKES, to: DID, rang: [counter(9)], talked: 412 },
  { day: 3, hour: 14.1, from: '103', to: FLOUR, rang: [], talked: 187 },
  { day: 3, hour: 15.6, from: '+13475550144', to: DID, rang: [counter(25, 'no_answer')], talked: 0 },
  { day: 3, hour: 16.2, from: '103', to: '101', rang: [['101', 5, 'answered']], talked: 48 },
  { day: 3, hour: 19.8, from: SCHOOL, to: DID, rang: [counter(11)], talked: 203 },
  { day: 2, hour: 11.1, from: CAFE, to: DID, rang: [counter(4)], talked: 61 },
  { day: 2, hour: 12.0, from: '102', to: DAIRY, rang: [], talked: 75 },
  { day: 2, hour: 12.7, from: 'anonymous', to: DID, rang: [counter(25, 'no_answer')], talked: 0 },
  { day: 2, hour: 13.9, from: '102', to: REPAIRS, rang: [], talked: 264 },
  { day: 2, hour: 14.3, from: REPAIRS, to: DID, rang: [counter(3, 'busy')], talked: 0 },
  { day: 2, hour: 14.5, from: REPAIRS, to: DID, rang: [counter(7)], talked: 118 },
  { day: 2, hour: 17.3, from: '101', to: '103', rang: [['103', 25, 'no_answer']], talked: 0 },
  { day: 2, hour: 20.4, from: '+16465550171', to: DID, rang: [counter(8)], talked: 142 },
  { day: 1, hour: 10.9, from: CAFE, to: DID, rang: [counter(5)], talked: 57 },
  { day: 1, hour: 11.6, from: '101', to: '102', rang: [['102', 2, 'declined']], talked: 0 },
  { day: 1, hour: 13.0, from: CAKES, to: DID, rang: [counter(6)], talked: 521 },
  { day: 1, hour: 14.8, from: '103', to: '+33142685300', rang: [], talked: 0 },
  { day: 1, hour: 15.2, from: FLOUR, to: DID, rang: [counter(10)], talked: 88 },
  { day: 1, hour: 16.1, from: FLOUR, to: DID, rang: [counter(5)], talked: 12, recorded: true },
  { day: 1, hour: 18.5, from: '+19295550166', to: DID, rang: [counter(25, 'no_answer')], talked: 0 },
];

/** A clinic on trial. */
const TRIAL: StoryCall[] = [
  { day: 9, hour: 14.2, from: '201', to: '+12125550181', rang: [], talked: 154 },
  { day: 8, hour: 15.1, from: '+16465550182', to: DID, rang: [['201', 7, 'answered']], talked: 96 },
  { day: 7, hour: 13.7, from: '202', to: '+19175550183', rang: [], talked: 611 },
  { day: 6, hour: 16.4, from: '201', to: '+12125550181', rang: [], talked: 233 },
  { day: 4, hour: 15.9, from: '201', to: '202', rang: [['202', 3, 'answered']], talked: 41 },
  { day: 2, hour: 14.6, from: '202', to: '+17185550184', rang: [], talked: 372 },
  { day: 1, hour: 17.8, from: '+13475550185', to: DID, rang: [['201', 9, 'answered']], talked: 128 },
];

/** How long a carrier takes before the other side rings. */
const SET_UP_SECONDS = 8;

export type DemoCall = { facts: CallFacts & { tenantId: string }; end: CallEnd; isRecorded: boolean };

/**
 * The calls of a tenant up to yesterday, as call control would have written them, oldest first. A bakery's calls start on the first day of last
 * month.
 */
export const demoCalls = (tenant: CalledTenant, now: Date): DemoCall[] =>
  (tenant.story === 'trial' ? TRIAL : [...weeksOfCalls(now), ...STORY]).map((story) => ({
    ...(tenant.extensions.has(story.from) ? callOut(story, tenant, now) : callIn(story, tenant, now)),
    isRecorded: story.recorded === true,
  }));

/** Converts seconds since the start of a call to an instant. */
const clockOf = ({ day, hour }: StoryCall, now: Date) => {
  const begin = Math.floor(now.getTime() / DAY_MS) * DAY_MS - day * DAY_MS + hour * HOUR_MS;
  return (seconds: number): string => new Date(begin + seconds * 1000).toISOString();
};

function callIn(story: StoryCall, tenant: CalledTenant, now: Date): Omit<DemoCall, 'isRecorded'> {
  const { id: tenantId, extensions, did } = tenant;
  const at = clockOf(story, now);
  const extensionId = extensions.get(story.rang[0]?.[0] ?? '') ?? null;
  const numbers = { from: story.from, to: did.number, direction: 'inbound', extensionId, didId: did.id } as const;
  return { facts: { ...factsAt(at(0), tenantId), ...numbers }, end: endOf(story, tenant, at) };
}

function callOut(story: StoryCall, tenant: CalledTenant, now: Date): Omit<DemoCall, 'isRecorded'> {
  const { id: tenantId, extensions, did } = tenant;
  const { from, to } = story;
  const at = clockOf(story, now);
  const caller = { ...factsAt(at(0), tenantId), extensionId: extensions.get(from) ?? null, to };
  if (extensions.has(to))
    return { facts: { ...caller, direction: 'internal', from, didId: null }, end: endOf(story, tenant, at) };
  const out = { direction: 'outbound', from: did.number, didId: did.id } as const;
  if (to.startsWith('+1'))
    return { facts: { ...caller, ...out, destination: 'domestic' }, end: endOf(story, tenant, at, SET_UP_SECONDS) };
  if (PERMITTED.includes(to))
    return {
      facts: { ...caller, ...out, destination: 'international' },
      end: endOf(story, tenant, at, SET_UP_SECONDS),
    };
  const end = { ...endOf(story, tenant, at), cause: CAUSE.rejected, reason: 'not_permitted' } as const;
  return { facts: { ...caller, ...out, destination: 'international' }, end: { ...end, endedBy: 'system' } };
}

const factsAt = (admittedAt: string, tenantId: string) => ({
  id: newId(),
  tenantId,
  emergency: false,
  callbackNumber: null,
  admittedAt,
});

const CAUSE_OF = { answered: CAUSE.normal, no_answer: CAUSE.normal, busy: CAUSE.busy, declined: CAUSE.rejected };

function endOf(
  { rang, talked }: StoryCall,
  { extensions }: CalledTenant,
  at: (seconds: number) => string,
  setUp = 0,
): CallEnd {
  let clock = setUp;
  const path = rang.map(([number, seconds, result]): PathStep => {
    const since = clock;
    clock += seconds;
    const party = { extensionId: extensions.get(number) ?? null, number };
    return { event: 'rang', at: at(since), ...party, until: at(clock), result };
  });
  const [number = '', , result = 'answered'] = rang.at(-1) ?? [];
  return {
    answeredAt: talked > 0 ? at(clock) : null,
    flowAnsweredAt: null,
    answeredBy: talked > 0 ? (extensions.get(number) ?? null) : null,
    at: at(clock + talked),
    cause: CAUSE_OF[result],
    reason: null,
    endedBy: talked % 2 === 0 ? 'caller' : 'callee',
    path,
  };
}
