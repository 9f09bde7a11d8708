import type { FlowContent } from './graph-contract.ts';
import { referencesOf, valuesOf } from './references/references.ts';

/** What these flows ring, and the mailboxes that they go to, by id: everything that has a number in the tenant's plan. */
export const numberedIds = (contents: readonly FlowContent[]): string[] =>
  valuesOf(
    contents.flatMap((content) => referencesOf(content)),
    (kind) => kind === 'extension' || kind === 'group' || kind === 'mailbox',
  );
