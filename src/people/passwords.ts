import { errorFactory, platformErrors } from '../platform/http/errors.ts';

const fail = errorFactory(platformErrors);

/** Fewer guesses than this and a password is found by whoever tries what people choose: zxcvbn's own line between weak and fair. */
const FEWEST_GUESSES = 1_000_000;
/** What comes after these adds nothing to be judged, and judging takes the square of the length. */
const JUDGED_CHARACTERS = 64;

type Judge = (password: string, about: string[]) => number;
let loaded: Promise<Judge> | null = null;

/** 50,000 passwords take a moment to read: at the first password that is set, not at every start. */
function judge(): Promise<Judge> {
  loaded ??= (async () => {
    const [{ ZxcvbnFactory }, { dictionary, adjacencyGraphs }] = await Promise.all([
      import('@zxcvbn-ts/core'),
      import('@zxcvbn-ts/language-common'),
    ]);
    const zxcvbn = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
    // capitals where nobody expects them are still the same words
    return (password, about) =>
      Math.min(...[password, password.toLowerCase()].map((text) => zxcvbn.check(text, about).guesses));
  })();
  return loaded;
}

/** Names that stand on the sign-in page: whoever guesses begins with them. */
const PRODUCT_WORDS = ['strowger', 'phone', 'phones', 'phonesystem', 'pbx', 'voip', 'telephone'];

/** Whom and what a password must not be made of. */
export type PasswordOwner = { email: string; name: string; brand: string | null };

function wordsAbout({ email, name, brand }: PasswordOwner): string[] {
  const [local = '', domain = ''] = email.toLowerCase().split('@');
  const texts = [email, local, domain, ...local.split(/[._+-]/), ...domain.split('.'), name, brand ?? ''];
  const words = texts.flatMap((text) => [text, text.replaceAll(/\s+/g, ''), ...text.split(/\s+/)]);
  return [...new Set([...words.map((word) => word.toLowerCase()), ...PRODUCT_WORDS])].filter((word) => word.length > 2);
}

/**
 * Refuses what is guessed first (NIST SP 800-63B, 5.1.1.2): common passwords, also with letters exchanged for digits, repeated and
 * counted-up characters, keyboard rows, dates, and the person's own address and names.
 */
export async function refuseCommonPassword(password: string, owner: PasswordOwner, path = 'password'): Promise<void> {
  const guesses = await judge();
  if (guesses(password.slice(0, JUDGED_CHARACTERS), wordsAbout(owner)) >= FEWEST_GUESSES) return;
  const message =
    'Too easy to guess. Avoid common passwords, names and repeated characters; three or four random words work well.';
  throw fail('invalid', 'Choose another password.', { errors: [{ path, message }] });
}

/** Reads the lists now, so that no transaction waits for them. */
export const readPasswordLists = async (): Promise<void> => void (await judge());
