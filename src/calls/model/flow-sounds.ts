import { promptKey } from '../../flows/content/rules.ts';
import type { Action } from '../../flows/interpreter/walk.ts';
import { soundOfHash } from '../../media/rules.ts';
import type { InFlow } from './in-flow.ts';
import type { Sound } from './mailbox.ts';

type Say = Extract<Action, { do: 'say' }>;
type Prompts = Extract<Action, { do: 'play' }>['prompts'];

/** The sounds of a node's prompts, as they were when the flow version was published. Null if one is missing. */
export function soundsOf({ loaded, position }: InFlow, tenantId: string | null, prompts: Prompts): Sound[] | null {
  const frozen = loaded?.flows.get(position.flowId)?.sounds ?? {};
  const sounds: Sound[] = [];
  for (const prompt of prompts) {
    const hash = frozen[promptKey(prompt)];
    if (hash === undefined || tenantId === null) return null;
    sounds.push(soundOfHash(tenantId, hash));
  }
  return sounds;
}

/**
 * The sounds that read a value out. A value that doesn't fit its format is read digit by digit. Empty if there is
 * nothing to read.
 */
export function spokenValue({ as, value }: Say): Sound[] {
  const read = as === 'date' ? dateSounds(value) : as === 'number' ? numberSounds(value) : null;
  return read ?? digitSounds(value);
}

function digitSounds(value: string): Sound[] {
  const digits = value.replaceAll(/[^\d*#]/g, '');
  return digits === '' ? [] : [{ read: 'digits', value: digits }];
}

const numberSounds = (value: string): Sound[] | null =>
  /^\d{1,9}$/.test(value) ? [{ read: 'number', value: String(Number(value)) }] : null;

/** "October twelfth, two thousand twenty-six", from Asterisk's sounds, which number the months from 0. */
function dateSounds(value: string): Sound[] | null {
  const [, year = '', month = '', day = ''] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(value) ?? [];
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  if (year === '' || Number.isNaN(date.getTime()) || date.getUTCDate() !== Number(day)) return null;
  return [`digits/mon-${Number(month) - 1}`, ...ordinal(Number(day)), { read: 'number', value: String(Number(year)) }];
}

function ordinal(day: number): Sound[] {
  const units = day % 10;
  if (day <= 20 || units === 0) return [`digits/h-${day}`];
  return [`digits/${day - units}`, `digits/h-${units}`];
}
