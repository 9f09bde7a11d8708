import { readFileSync } from 'node:fs';
import path from 'node:path';

/** A fenced code block of a Markdown file, with its place: `api.md: Sandbox`, or `api.md: Sandbox (2)` for the second one in a section. */
export type Sample = { at: string; language: string; code: string };

export function samplesIn(name: string, text: string): Sample[] {
  const found = new Map<string, number>();
  // matches headings and blocks, so that a comment in a program isn't taken for a heading
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

/** The code block at this place. */
export function sampleAt(at: string): Sample {
  const [name = ''] = at.split(':');
  const sample = samplesIn(name, readGuide(name)).find((one) => one.at === at);
  if (!sample) throw new Error(`docs/${name} has no block at “${at}”.`);
  return sample;
}
