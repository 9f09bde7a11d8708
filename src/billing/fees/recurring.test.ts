import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { DaySpan, ServicePeriod } from '../cycles/counted-days.ts';
import { INITIAL_TERMS, type ProfileTerms } from '../profiles/terms-contract.ts';
import { type RecurringLine, recurringOf } from './recurring.ts';

// Any history of a tenant in a month, and what it costs by an oracle that ticks off quarters of days on a calendar and counts cents.

const MONTH = Date.UTC(2026, 9, 1);
const DAYS = 31;
const QUARTER_MS = 6 * 3_600_000;
const QUARTERS = DAYS * 4;

/** From one quarter of a day to before another; they may lie outside the month. */
type Spell = { from: number; quarters: number };
type History = { active: Spell[]; extensions: Spell[][]; numbers: Spell[][]; tollFree: Spell[][] };

const spell = fc.record({
  from: fc.integer({ min: -8, max: QUARTERS + 4 }),
  quarters: fc.integer({ min: 1, max: 90 }),
});
const spells = fc.array(spell, { minLength: 1, maxLength: 3 });
const things = fc.array(spells, { maxLength: 3 });
const histories: fc.Arbitrary<History> = fc.record({
  active: fc.array(spell, { maxLength: 4 }),
  extensions: things,
  numbers: things,
  tollFree: things,
});
const fee = fc.nat(1_000_000);
const allTerms: fc.Arbitrary<ProfileTerms> = fc
  .record({
    monthlyFee: fee,
    extensionFee: fee,
    localNumberFee: fee,
    tollFreeNumberFee: fee,
    setupFee: fee,
    extensionSetupFee: fee,
    localNumberSetupFee: fee,
    tollFreeNumberSetupFee: fee,
  })
  .map((fees) => ({ ...INITIAL_TERMS, ...fees }));
/** The days of the month on which a new part of it begins. */
const cuts = fc.uniqueArray(fc.integer({ min: 1, max: DAYS - 1 }), { maxLength: 4 });
const nominal = fc.constantFrom(28, 29, 30, 31);

function periodsOf({ active, extensions, numbers, tollFree }: History): ServicePeriod[] {
  const periods = (kind: ServicePeriod['kind'], thingId: string, number: string | null, all: Spell[]) =>
    all.map(({ from, quarters }) => ({
      kind,
      thingId,
      number,
      from: MONTH + from * QUARTER_MS,
      until: MONTH + (from + quarters) * QUARTER_MS,
    }));
  return [
    ...periods('active', 'tenant', null, active),
    ...extensions.flatMap((all, at) => periods('extension', `extension ${at}`, null, all)),
    ...numbers.flatMap((all, at) => periods('number', `number ${at}`, `+1212555010${at}`, all)),
    ...tollFree.flatMap((all, at) => periods('number', `toll-free ${at}`, `+1800555010${at}`, all)),
  ];
}

const dayText = (day: number): string => new Date(MONTH + day * 4 * QUARTER_MS).toISOString().slice(0, 10);
const spanOf = (first: number, next: number): DaySpan => ({
  zone: 'UTC',
  startsAt: MONTH,
  endsAt: MONTH + QUARTERS * QUARTER_MS,
  firstDay: dayText(first),
  nextFirstDay: dayText(next),
});

const isDuring = (all: Spell[], quarter: number): boolean =>
  all.some(({ from, quarters }) => quarter >= from && quarter < from + quarters);
const daysOn = (isOn: (day: number) => boolean): number[] => Array.from({ length: DAYS }, (_, day) => day).filter(isOn);
const touchedDays = (all: Spell[]): number[] =>
  daysOn((day) => [0, 1, 2, 3].some((quarter) => isDuring(all, day * 4 + quarter)));

/** Cent by cent: each unit-day adds its fraction of the fee, and what is left at the end is rounded. */
function counted(feeMinor: number, unitDays: number, nominalDays: number): number {
  let cents = 0;
  let fraction = 0;
  for (let day = 0; day < unitDays; day++) {
    fraction += feeMinor;
    cents += Math.floor(fraction / nominalDays);
    fraction %= nominalDays;
  }
  return cents + (2 * fraction >= nominalDays ? 1 : 0);
}

/** The lines by what they are for, as the oracle has them: unit-days and amount, or how many and amount. */
function expected({ active, extensions, numbers, tollFree }: History, terms: ProfileTerms, nominalDays: number) {
  const days = new Set(touchedDays(active));
  const monthly = (name: string, feeMinor: number, unitDays: number) =>
    feeMinor > 0 && unitDays > 0 ? [[name, unitDays, counted(feeMinor, unitDays, nominalDays)]] : [];
  const unitDays = (all: Spell[][]) =>
    all.reduce((sum, one) => sum + touchedDays(one).filter((day) => days.has(day)).length, 0);
  // its last quarter belongs to the thing: it is still there when the day ends
  const lasting = (all: Spell[][]) => all.filter((one) => [...days].some((day) => isDuring(one, day * 4 + 3))).length;
  const setUp = (name: string, feeMinor: number, count: number) =>
    feeMinor > 0 && count > 0 ? [[name, count, count * feeMinor]] : [];
  return [
    ...monthly('plan', terms.monthlyFee, days.size),
    ...monthly('extensions', terms.extensionFee, unitDays(extensions)),
    ...monthly('local', terms.localNumberFee, unitDays(numbers)),
    ...monthly('tollFree', terms.tollFreeNumberFee, unitDays(tollFree)),
    ...setUp('setup tenant', terms.setupFee, days.size > 0 ? 1 : 0),
    ...setUp('setup extension', terms.extensionSetupFee, lasting(extensions)),
    ...setUp('setup localNumber', terms.localNumberSetupFee, lasting(numbers)),
    ...setUp('setup tollFreeNumber', terms.tollFreeNumberSetupFee, lasting(tollFree)),
  ];
}

const nameOf = (line: RecurringLine): string => {
  if (line.kind === 'setup') return `setup ${line.thing}`;
  return line.kind === 'numbers' ? line.numbers : line.kind;
};
const unitsOf = (line: RecurringLine): number => (line.kind === 'setup' ? line.count : line.unitDays);

test('the fees of any history are those of the oracle', () => {
  expect.hasAssertions();
  fc.assert(
    fc.property(histories, allTerms, nominal, (history, terms, nominalDays) => {
      const asked = { days: spanOf(0, DAYS), nominalDays, terms, earlier: [] };
      const { lines } = recurringOf(asked, periodsOf(history));
      const found = lines.map((line) => [nameOf(line), unitsOf(line), line.amountMinor]);
      expect(found).toEqual(expected(history, terms, nominalDays));
    }),
  );
});

test('a month that is billed in parts has the unit-days and set-up fees of the whole, and each part is half a cent off at most', () => {
  expect.hasAssertions();
  fc.assert(
    fc.property(histories, allTerms, cuts, (history, terms, days) => {
      const periods = periodsOf(history);
      const edges = [0, ...days.toSorted((one, other) => one - other), DAYS];
      const spans = edges.slice(1).map((next, at) => spanOf(edges[at] ?? 0, next));
      const parts = spans.flatMap(
        (span, at) => recurringOf({ days: span, nominalDays: DAYS, terms, earlier: spans.slice(0, at) }, periods).lines,
      );
      const sums = new Map<string, { units: number; minor: number; lines: number }>();
      for (const line of parts) {
        const sum = sums.get(nameOf(line)) ?? { units: 0, minor: 0, lines: 0 };
        sums.set(nameOf(line), {
          units: sum.units + unitsOf(line),
          minor: sum.minor + line.amountMinor,
          lines: sum.lines + 1,
        });
      }
      const whole = expected(history, terms, DAYS);
      expect(new Set(sums.keys())).toEqual(new Set(whole.map(([name]) => name)));
      for (const [name, units, minor] of whole) {
        const sum = sums.get(String(name));
        expect(sum?.units).toBe(units);
        expect(Math.abs((sum?.minor ?? 0) - Number(minor))).toBeLessThanOrEqual(((sum?.lines ?? 0) + 1) / 2);
      }
    }),
  );
});
