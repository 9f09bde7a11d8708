import type { FlowContent } from './graph-contract.ts';
import { referencesOf, valuesOf } from './references.ts';

/** The ids of everything with an internal number that these flows ring or go to. */
export const numberedIds = (contents: readonly FlowContent[]): string[] =>
  valuesOf(
    contents.flatMap((content) => referencesOf(content)),
    (kind) => kind === 'extension' || kind === 'group' || kind === 'mailbox',
  );
