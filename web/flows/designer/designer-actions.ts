import { createContext, use } from 'react';
import type { NodeKind } from '../../../src/flows/content/node-contract.ts';
import type { ExitRef, Point } from '../editing/draft.ts';
import type { Act } from '../editing/history.ts';

/** The actions of the designer. The object never changes, so that it causes no rendering. */
export type DesignerActions = {
  act: (act: Act) => void;
  /** Selects nodes for commands. The panel shows the last one. */
  select: (ids: readonly string[]) => void;
  askStep: (after: ExitRef) => void;
  /** Adds a node and selects it. */
  add: (kind: NodeKind, place: { after: ExitRef | null; at?: Point }) => void;
  /** Scrolls to a node and selects it. */
  jump: (id: string) => void;
  copy: () => void;
  paste: () => void;
  remove: () => void;
  /** Announces a message to screen readers. */
  say: (message: string) => void;
};

export const DesignerActionsContext = createContext<DesignerActions | null>(null);

export function useActions(): DesignerActions {
  const actions = use(DesignerActionsContext);
  if (!actions) throw new Error('Outside of a designer.');
  return actions;
}
