import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A fenced block of a text in Markdown, with where it stands: `api.md: Sandbox`, and `api.md: Sandbox (2)` for the second one of a section. */
export type Sample = { at: string; language: string; code: string };

export function samplesIn(name: string, text: string): Sample[] {
  const found = new Map<string, number>();
  // a heading or a block, so that a comment in a program is no heading
  return [...text.matchAll(/^#+ (.+)$|^```(\w*)\n([\s\S]*?)^```$/gm)].reduce<{ section: string; samples: Sample[] }>(
    ({ section, samples }, [, heading, language = '', code = '']) => {
      if (heading !== undefined) return { section: heading, samples };
      const place = `${name}: ${section}`;
      const nth = (found.get(place) ?? 0) + 1;
      found.set(place, nth);
      return { section, samples: [...samples, { at: nth === 1 ? place : `${place} (${nth})`, language, code }] };
    },
    { section: '', samples: [] },
  ).samples;
}

const DOCS = path.resolve(import.meta.dirname, '../docs');

export const readGuide = (name: string): string => readFileSync(path.join(DOCS, name), 'utf8');

/** The block of a guide that stands there. */
export function sampleAt(at: string): Sample {
  const [name = ''] = at.split(':');
  const sample = samplesIn(name, readGuide(name)).find((one) => one.at === at);
  if (!sample) throw new Error(`docs/${name} has no block at “${at}”.`);
  return sample;
}
