import type { Collected, DigitRules } from '../../flows/interpreter/walk.ts';

/**
 * The meaning of the digits so far, or null to wait for more. Sometimes we wait although the digits can only be wrong,
 * because the rest of a wrong number may follow.
 */
type Judgement = Collected | null;

const wrong = (digits: string): Collected => ({ kind: 'wrong', digits });

type Choice = Extract<DigitRules['wanted'], { kind: 'choice' }>;
type Wanted = DigitRules['wanted'];

/** The option or extension that these digits choose. Options come first. Null if they choose nothing. */
function chosenBy({ options, extensions }: Choice, digits: string, rest: string): Collected | null {
  const option = options.find((one) => one.digits === digits);
  if (option) return { kind: 'option', id: option.id, rest };
  return extensions.includes(digits) ? { kind: 'extension', number: digits, rest } : null;
}

const choices = ({ options, extensions }: Choice): string[] => [...options.map(({ digits }) => digits), ...extensions];

/** `rest`: the digits typed after these. */
function judgeChoice(wanted: Choice, digits: string, rest: string): Judgement {
  const all = choices(wanted);
  const longer = all.some((choice) => choice.length > digits.length && choice.startsWith(digits));
  const chosen = chosenBy(wanted, digits, rest);
  if (chosen) return longer ? null : chosen;
  if (longer) return null;
  // people often end a number with #
  const ended = digits.endsWith('#') ? chosenBy(wanted, digits.slice(0, -1), rest) : null;
  if (ended) return ended;
  // a caller who dials a wrong number keeps dialling until it is complete, so wait for all of it and count it as one
  // wrong input
  const isWhole = digits.length >= Math.max(0, ...all.map((choice) => choice.length));
  return isWhole || digits.endsWith('#') ? wrong(digits + rest) : null;
}

function judgeDigits(
  { least, most }: Extract<Wanted, { kind: 'digits' }>,
  endKey: DigitRules['endKey'],
  pressed: string,
  rest: string,
): Judgement {
  const isEnded = endKey !== null && pressed.endsWith(endKey);
  const digits = isEnded ? pressed.slice(0, -1) : pressed;
  if (isEnded) return digits.length >= least ? { kind: 'digits', digits, rest } : wrong(digits);
  return digits.length >= most ? { kind: 'digits', digits, rest } : null;
}

/** Interprets the digits. The shortest beginning that decides is taken, and the others are the rest. */
export function judge({ wanted, endKey }: DigitRules, pressed: string): Collected | null {
  for (let length = 1; length <= pressed.length; length++) {
    const [digits, rest] = [pressed.slice(0, length), pressed.slice(length)];
    const judgement =
      wanted.kind === 'choice' ? judgeChoice(wanted, digits, rest) : judgeDigits(wanted, endKey, digits, rest);
    if (judgement) return judgement;
  }
  return null;
}

/** Interprets the digits when no more have come in time. */
export function judgeAtTimeOut({ wanted }: DigitRules, pressed: string): Collected {
  if (pressed === '') return { kind: 'none' };
  if (wanted.kind === 'choice') return chosenBy(wanted, pressed, '') ?? wrong(pressed);
  return pressed.length >= wanted.least ? { kind: 'digits', digits: pressed, rest: '' } : wrong(pressed);
}
