import { safeLine } from '../values/characters.ts';

/**
 * A text that may leave by mail: made by the template `mailText`, in which every value is one line without a link unless `mailLink` made it.
 * Mail programs make links of whatever looks like one, and what people type stands in mails under their provider's name.
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
    if (!/^https?:$/.test(url.protocol)) throw new Error('A link in a mail leads to a page.');
    return new MailText(url.href);
  }

  toString(): string {
    return this.#text;
  }
}

export const mailText = MailText.write;
export const mailLink = MailText.link;

/** No scheme, and no dot between two names: neither is a link any more, and both can be read. */
function withoutLinks(text: string): string {
  return safeLine(text, 200)
    .replace(/:\s*\/\//g, ': / /')
    .replace(/([\p{L}\p{N}-])([.\u3002\uff0e\uff61])(?=[\p{L}\p{N}-]{2})/gu, '$1$2 ')
    .replace(/\b(mailto|tel|sms|javascript|data):/gi, '$1 :');
}

/** One header: a subject, or a sender's name. */
export const mailHeader = (text: string | MailText): string => safeLine(String(text), 200);
