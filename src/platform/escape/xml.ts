import { safeLine } from '../values/characters.ts';

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/**
 * Text of an XML document, made with the template `xml`: every value becomes one line with its markup escaped, except what `xml` made. Letters stay
 * in UTF-8, because phones don't decode entities.
 */
export class Xml {
  readonly #text: string;

  private constructor(text: string) {
    this.#text = text;
  }

  static write(strings: TemplateStringsArray, ...values: (string | number | Xml | readonly Xml[])[]): Xml {
    return new Xml(strings.map((part, i) => part + written(values[i] ?? '')).join(''));
  }

  toString(): string {
    return this.#text;
  }
}

export const xml = Xml.write;

function written(value: string | number | Xml | readonly Xml[]): string {
  if (typeof value === 'string') return safeLine(value, 200).replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);
  return typeof value === 'number' || value instanceof Xml ? String(value) : value.join('\n');
}
