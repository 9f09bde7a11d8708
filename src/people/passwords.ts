import { errorFactory, platformErrors } from '../platform/http/errors.ts';

const fail = errorFactory(platformErrors);

/** zxcvbn's threshold between weak and fair. Attackers who try common patterns find passwords below it. */
const MIN_GUESSES = 1_000_000;
/** Longer passwords are strong enough by then, and checking takes time quadratic in the length. */
const CHECKED_CHARACTERS = 64;

type GuessCounter = (password: string, about: string[]) => number;
let loaded: Promise<GuessCounter> | null = null;

/** Loads 50,000 common passwords at the first use, because that takes a moment. */
function loadGuessCounter(): Promise<GuessCounter> {
  loaded ??= (async () => {
    const [{ ZxcvbnFactory }, { dictionary, adjacencyGraphs }] = await Promise.all([
      import('@zxcvbn-ts/core'),
      import('@zxcvbn-ts/language-common'),
    ]);
    const zxcvbn = new ZxcvbnFactory({ dictionary, graphs: adjacencyGraphs });
    // also check the lower-case form, because unusual capitals add little strength
    return (password, about) =>
      Math.min(...[password, password.toLowerCase()].map((text) => zxcvbn.check(text, about).guesses));
  })();
  return loaded;
}

/** Words of the sign-in page, which attackers try first. */
const PRODUCT_WORDS = ['strowger', 'phone', 'phones', 'phonesystem', 'pbx', 'voip', 'telephone'];

/** The user's own data, which must not make up the password. */
export type PasswordOwner = { email: string; name: string; brand: string | null };

function wordsAbout({ email, name, brand }: PasswordOwner): string[] {
  const [local = '', domain = ''] = email.toLowerCase().split('@');
  const texts = [email, local, domain, ...local.split(/[._+-]/), ...domain.split('.'), name, brand ?? ''];
  const words = texts.flatMap((text) => [text, text.replaceAll(/\s+/g, ''), ...text.split(/\s+/)]);
  return [...new Set([...words.map((word) => word.toLowerCase()), ...PRODUCT_WORDS])].filter((word) => word.length > 2);
}

/**
 * Refuses passwords that are guessed first (NIST SP 800-63B, 5.1.1.2): common passwords, also with digits for letters, repeated and sequential
 * characters, keyboard rows, dates, and the user's own address and names.
 */
export async function refuseWeakPassword(password: string, owner: PasswordOwner, path = 'password'): Promise<void> {
  const guesses = await loadGuessCounter();
  if (guesses(password.slice(0, CHECKED_CHARACTERS), wordsAbout(owner)) >= MIN_GUESSES) return;
  const message =
    'Too easy to guess. Avoid common passwords, names and repeated characters; three or four random words work well.';
  throw fail('invalid', 'This password is too easy to guess. Choose another one.', { errors: [{ path, message }] });
}

/** Loads the lists ahead, so that no transaction waits for them. */
export const loadPasswordLists = async (): Promise<void> => void (await loadGuessCounter());
