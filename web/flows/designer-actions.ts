import { createContext, use } from 'react';
import type { NodeKind } from '../../src/flows/node-contract.ts';
import type { ExitRef, Point } from './editing/draft.ts';
import type { Act } from './editing/history.ts';

/** What every part of the designer can do. The object is the same for the life of the designer, so that nothing is drawn again for it. */
export type DesignerActions = {
  act: (act: Act) => void;
  /** Nodes that commands are about; the last is the one in the panel. */
  select: (ids: readonly string[]) => void;
  /** Asks which step to add after an exit. */
  askStep: (after: ExitRef) => void;
  /** Adds a node and selects it. */
  add: (kind: NodeKind, place: { after: ExitRef | null; at?: Point }) => void;
  /** Brings a node into sight and selects it. */
  jump: (id: string) => void;
  copy: () => void;
  paste: () => void;
  remove: () => void;
  /** Says something to a screen reader. */
  say: (message: string) => void;
};

export const DesignerActionsContext = createContext<DesignerActions | null>(null);

export function useActions(): DesignerActions {
  const actions = use(DesignerActionsContext);
  if (!actions) throw new Error('Outside of a designer.');
  return actions;
}
