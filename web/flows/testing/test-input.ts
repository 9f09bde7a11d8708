import { TestCall } from '../../../src/flows/test-cases/contract.ts';
import type { Home } from '../../../src/platform/numbers/e164.ts';
import { wallTime } from '../../../src/platform/time/zoned-times.ts';
import { toE164 } from '../../../src/platform/values/phone.ts';

/** The values of the form for a test call. */
export type TestInput = {
  at: string;
  caller: string;
  hidden: boolean;
  called: string;
  presses: string;
  people: TestCall['people'];
  responds: boolean;
  variables: string;
};

/** The default: a call now, from a US number, without digits. */
export const newInput = (now: number, zone: string): TestInput => ({
  at: wallTime(now, zone),
  caller: '(212) 555-0199',
  hidden: false,
  called: '',
  presses: '',
  people: 'answered',
  responds: false,
  variables: '',
});

/** Means that the caller presses nothing. */
const NOTHING = '-';

const wordsOf = (text: string): string[] => text.split(/\s+/).filter(Boolean);
const numberOf = (typed: string, home: Home): string => toE164(typed, home) ?? typed.replaceAll(/[\s()-]/g, '');

/** Reads `vip=yes`, one per line. */
const variablesOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const at = line.indexOf('=');
      const name = (at === -1 ? line : line.slice(0, at)).trim();
      return name === '' ? [] : [[name, at === -1 ? '' : line.slice(at + 1).trim()]];
    }),
  );

export type TestField = Exclude<keyof TestCall, 'people'>;
export type ReadInput = { call: TestCall } | { errors: Partial<Record<TestField, string>> };

/** Reads the form as a test call, with numbers as written in the tenant's country, or returns the fault of each field. */
export function readInput(input: TestInput, home: Home): ReadInput {
  const read = TestCall.safeParse({
    at: input.at,
    caller: input.hidden ? 'anonymous' : numberOf(input.caller, home),
    called: input.called.trim() === '' ? '' : numberOf(input.called, home),
    presses: wordsOf(input.presses).map((word) => (word === NOTHING ? '' : word)),
    people: input.people,
    variables: input.responds ? variablesOf(input.variables) : null,
  });
  if (read.success) return { call: read.data };
  const errors: Partial<Record<string, string>> = {};
  for (const { path, message } of read.error.issues) errors[String(path[0])] ??= message;
  return { errors };
}

/** Fills the form with a saved call. */
export const inputOf = ({ at, caller, called, presses, people, variables }: TestCall): TestInput => ({
  at,
  caller: caller === 'anonymous' ? '' : caller,
  hidden: caller === 'anonymous',
  called,
  presses: presses.map((word) => word || NOTHING).join(' '),
  people,
  responds: variables !== null,
  variables: Object.entries(variables ?? {})
    .map(([name, value]) => `${name}=${value}`)
    .join('\n'),
});
