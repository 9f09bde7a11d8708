import { safeLine } from '../values/characters.ts';

/**
 * Text that may be mailed, made with the template `mailText`: every value becomes one line without links, except links made by `mailLink`. Mail
 * programs turn anything that looks like a link into one, and users' texts appear in mails under their partner's name.
 */
export class MailText {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  static write(strings: TemplateStringsArray, ...values: (string | number | MailText)[]): MailText {
    const written = strings.map((part, i) => {
      const value = values[i];
      return part + (value instanceof MailText ? value.#text : value === undefined ? '' : withoutLinks(String(value)));
    });
    return new MailText(written.join(''));
  }

  static link(address: string): MailText {
    const url = new URL(address);
    if (!/^https?:$/.test(url.protocol)) throw new Error('A link in a mail must be an http or https URL.');
    return new MailText(url.href);
  }

  /** A decimal number, whose point can't be the dot of a link. */
  static decimal(number: string): MailText {
    if (!/^-?\d+(\.\d+)?$/.test(number)) throw new Error('A decimal number must be digits with at most one point.');
    return new MailText(number);
  }

  toString(): string {
    return this.#text;
  }
}

export const mailText = MailText.write;
export const mailLink = MailText.link;
export const mailDecimal = MailText.decimal;

/** "USD 38.50" */
export const mailAmount = (amount: string, currency: string): MailText => mailText`${currency} ${mailDecimal(amount)}`;

/** Breaks schemes and dots between names, so that nothing is a link and everything stays readable. */
function withoutLinks(text: string): string {
  return safeLine(text, 200)
    .replace(/:\s*\/\//g, ': / /')
    .replace(/([\p{L}\p{N}-])([.\u2024\u3002\ufe52\uff0e\uff61])(?=[\p{L}\p{N}-]{2})/gu, '$1$2 ')
    .replace(/\b(mailto|tel|sms|javascript|data):/gi, '$1 :');
}

/** One header line: a subject or a sender's name. */
export const mailHeader = (text: string | MailText): string => safeLine(String(text), 200);
