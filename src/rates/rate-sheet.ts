import { RATE_CLASSES, type RateClass } from '../outbound/contract.ts';
import { type CsvRow, shownCell } from '../platform/http/requests/read-csv.ts';
import { isShortenedNumber } from '../platform/numbers/spreadsheet.ts';
import { safeLine } from '../platform/values/characters.ts';
import { boundsOf } from '../platform/values/currency-bounds.ts';
import { inputMessage } from '../platform/values/input-messages.ts';
import { toMicros } from '../platform/values/money.ts';
import { optionalLabel, toLine } from '../platform/values/values.ts';

const Destination = optionalLabel();

/** A rate from a row of a file; amounts in micros. */
export type SheetRate = {
  prefix: string;
  destination: string;
  setupMicros: number;
  perMinuteMicros: number;
  initialSeconds: number;
  incrementSeconds: number;
  minimumMicros: number;
  /** the class of its calls; null: that of the called number */
  class: RateClass | null;
};

type Use =
  | 'prefix'
  | 'destination'
  | 'perMinute'
  | 'setup'
  | 'minimum'
  | 'increments'
  | 'initial'
  | 'increment'
  | 'currency'
  | 'class';

const HEADINGS: [Use | 'dated', RegExp][] = [
  ['prefix', /^((dial(ling|ing)? )?(prefix|code)(es|s)?|area codes?|digits)$/],
  ['destination', /^(destination|country|name|zone|description|location)( name)?$/],
  ['perMinute', /^((price|rate|cost|charge)( ?(per|\/) ?min(ute)?)?|(per|\/) ?min(ute)?)$/],
  ['setup', /^(set ?up|connection|connect|call setup)( (fee|price|charge|cost))?$/],
  ['minimum', /^min(imum)? (price|charge|cost|fee)$|^minimum$/],
  ['increments', /^(increments|billing increments?|rounding|interval)$/],
  ['initial', /^(initial|first)( (increment|seconds|interval|billing increment))*$/],
  ['increment', /^(increment|subsequent|next)( (increment|seconds|interval|billing increment))*$/],
  ['currency', /^currency( code)?$/],
  ['class', /^((destination|call|rate) )?class$/],
  ['dated', /^(effective|valid|start|end|expir\w*|activation)( ?(from|date|until|to|on|time))*$/],
];

const plain = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/\(.*?\)/g, '')
    .replace(/[_\-.:]+/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
const useOf = (heading: string) => HEADINGS.find(([, pattern]) => pattern.test(plain(heading)))?.[0];

/** The columns of a file, or what is wrong with its headings. */
export type Columns = { at: Partial<Record<Use, number>> & { prefix: number; perMinute: number }; names: string[] };

export function readHeadings(headings: readonly string[]): Columns | { message: string } {
  const at: Partial<Record<Use, number>> = {};
  for (const [index, heading] of headings.entries()) {
    const use = useOf(heading);
    if (use === 'dated')
      return { message: `Remove the column “${heading}”. All rates of a file hold from the moment that you choose.` };
    if (use === undefined) continue;
    if (at[use] !== undefined)
      return { message: `Two columns hold the same: “${headings[at[use]]}” and “${heading}”.` };
    at[use] = index;
  }
  const { prefix, perMinute } = at;
  if (prefix === undefined) return { message: 'No column holds the prefixes. Name it Prefix in the first row.' };
  if (perMinute === undefined) return { message: 'No column holds the prices. Name it Per minute in the first row.' };
  if (at.increments === undefined && (at.initial === undefined || at.increment === undefined))
    return { message: 'No column holds the increments, such as 60/60. Name it Increments in the first row.' };
  const used = Object.values(at).toSorted((one, other) => one - other);
  return { at: { ...at, prefix, perMinute }, names: used.map((index) => headings[index] ?? '') };
}

type Refused = { message: string };
const refuse = (message: string): Refused => ({ message });
const isRefused = (value: unknown): value is Refused =>
  typeof value === 'object' && value !== null && 'message' in value;

/** Reads one row, or returns what is wrong with it. */
function readRate({ cells }: CsvRow, { at }: Columns, currency: string): SheetRate | Refused {
  const cell = (use: Use): string => {
    const index = at[use];
    return index === undefined ? '' : toLine(cells[index] ?? '');
  };
  const prefix = readPrefix(cell('prefix'));
  if (isRefused(prefix)) return prefix;
  const other = cell('currency');
  if (other !== '' && other.toUpperCase() !== currency)
    return refuse(`This table is in ${currency}, the row in ${other}.`);
  const perMinuteMicros = readAmount(cell('perMinute'), currency);
  if (isRefused(perMinuteMicros)) return perMinuteMicros;
  const setupMicros = readAmount(cell('setup') || '0', currency);
  if (isRefused(setupMicros)) return setupMicros;
  const minimumMicros = readAmount(cell('minimum') || '0', currency);
  if (isRefused(minimumMicros)) return minimumMicros;
  const increments = readIncrements(
    at.increments === undefined ? `${cell('initial')}/${cell('increment')}` : cell('increments'),
  );
  if (isRefused(increments)) return increments;
  const ofClass = readClass(cell('class'));
  if (isRefused(ofClass)) return ofClass;
  // a spreadsheet wraps a long name within its cell
  const destination = Destination.safeParse(cell('destination').replace(/\s+/g, ' '), { error: inputMessage });
  if (!destination.success) return refuse(`Destination: ${destination.error.issues[0]?.message}`);
  return {
    prefix,
    destination: destination.data,
    setupMicros,
    perMinuteMicros,
    minimumMicros,
    class: ofClass,
    ...increments,
  };
}

/** The digits of a prefix. `+44`, `0044` and `011 44` are 44. */
function readPrefix(text: string): string | Refused {
  if (text === '') return refuse('The prefix is missing.');
  if (isShortenedNumber(text))
    return refuse(`A spreadsheet shortened the prefix ${text}. Format the column as text, and export it again.`);
  const digits = text.replace(/[\s().\-\u00a0]/g, '').replace(/^(\+|00|011)/, '');
  if (!/^\d+$/.test(digits)) return refuse(`“${text}” isn’t a prefix: write its digits alone, one prefix a row.`);
  if (digits.length > 15) return refuse(`The prefix has ${digits.length} digits. No number has more than 15.`);
  if (digits.startsWith('0')) return refuse(`“${text}” begins with 0. Write the prefix with its country code.`);
  // in North America no area code begins with 0 or 1
  if (/^1[01]/.test(digits))
    return refuse(`No number begins with +${digits}. Has a spreadsheet taken the zero from 0${digits}?`);
  return digits;
}

/** An amount in micros. */
function readAmount(text: string, currency: string): number | Refused {
  const number = text.replace(new RegExp(`^${currency}\\s*|\\s*${currency}$`, 'i'), '');
  if (number === '' || number === '-' || /^n\/?a$/i.test(number))
    return refuse('The price is missing. Write 0 if these calls are free.');
  if (number.startsWith('-')) return refuse(`A price can’t be negative: ${text}.`);
  if (/^\d*,\d+$|^[\d.]+,\d+$/.test(number)) return refuse(`Write “${text}” with a decimal point, as in 0.12.`);
  const [, whole = '', decimals = ''] = /^(\d*)(?:\.(\d*))?$/.exec(number) ?? [];
  if (whole + decimals === '') return refuse(`“${text}” isn’t an amount in ${currency}, such as 0.12.`);
  const exact = decimals.replace(/0+$/, '');
  if (exact.length > 6) return refuse(`${text} is finer than a millionth. Use at most 6 decimals.`);
  if (whole.length > 9) return refuse(`${text} is too much.`);
  const micros = toMicros(`${whole || '0'}.${exact}`);
  const { maxPrice } = boundsOf(currency);
  if (micros > BigInt(maxPrice) * 1_000_000n)
    return refuse(`${text} is too much. A price in ${currency} is at most ${maxPrice.toLocaleString('en-US')}.`);
  return Number(micros);
}

function readIncrements(text: string): Pick<SheetRate, 'initialSeconds' | 'incrementSeconds'> | Refused {
  const [, first = '', further = first] = /^(\d{1,4})(?:\s*[/:+]\s*(\d{1,4}))?$/.exec(text) ?? [];
  const [initialSeconds, incrementSeconds] = [Number(first), Number(further)];
  if (![initialSeconds, incrementSeconds].every((seconds) => seconds >= 1 && seconds <= 3600))
    return refuse(`“${text}” aren’t increments such as 60/60: two numbers from 1 to 3600.`);
  return { initialSeconds, incrementSeconds };
}

function readClass(text: string): RateClass | null | Refused {
  const written = text.toLowerCase();
  if (written === '') return null;
  const found = RATE_CLASSES.find((one) => one === written);
  return found ?? refuse(`“${text}” isn’t a class. Write ${RATE_CLASSES.join(', ')}, or leave it blank.`);
}

/** A message may quote a cell. */
const MAX_MESSAGE = 300;

export type ReadRow = { line: number; rate: SheetRate };
export type RefusedRow = { line: number; prefix: string; message: string };

/** Reads rows independently. Repeated prefixes are found after all rows have been read. */
export function readRates(
  rows: readonly CsvRow[],
  columns: Columns,
  currency: string,
): { rates: ReadRow[]; refused: RefusedRow[] } {
  const rates: ReadRow[] = [];
  const refused: RefusedRow[] = [];
  for (const row of rows) {
    const { line } = row;
    const rate = readRate(row, columns, currency);
    if (isRefused(rate))
      refused.push({
        line,
        prefix: shownCell(row.cells[columns.at.prefix] ?? ''),
        message: safeLine(rate.message, MAX_MESSAGE),
      });
    else rates.push({ line, rate });
  }
  return { rates, refused };
}

/** A prefix that has two rates in one file. */
export const duplicate = ({ line, prefix, first }: { line: number; prefix: string; first: number }): RefusedRow => ({
  line,
  prefix,
  message: `Line ${first} has another rate for ${prefix}. Keep one of them.`,
});
