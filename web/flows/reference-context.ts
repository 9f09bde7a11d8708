import { createContext, use } from 'react';
import type { ReferenceKind } from '../../src/flows/rules.ts';
import type { SelectOption } from '../ui/SelectField.tsx';

/** How the designer finds what nodes point to. */
export type References = {
  useOptions: (kind: ReferenceKind, typed: string, chosen: string | null) => SelectOption[];
  /** where a new one is made; null where there is no page for it */
  newLink: (kind: ReferenceKind) => string | null;
};

export const ReferencesContext = createContext<References | null>(null);

export function useReferences(): References {
  const references = use(ReferencesContext);
  if (!references) throw new Error('Outside of a designer.');
  return references;
}
