import type { FlowContent } from '../../../src/flows/graph-contract.ts';
import type { FlowNode } from '../../../src/flows/node-contract.ts';
import type { ExitRef, Moved } from './draft.ts';

/** All that can be done to a flow. The outline, the canvas, the keyboard and the clipboard know no other way. */
export type Command =
  /** A new node. After an exit it takes the place of what followed there, which then follows the new node. */
  | { do: 'insert'; node: FlowNode; after: ExitRef | null }
  | { do: 'connect'; from: ExitRef; to: string | null }
  | { do: 'move'; to: Moved }
  | { do: 'rename'; id: string; name: string }
  /** `node` has the id and the kind of the one that it replaces. */
  | { do: 'change'; node: FlowNode }
  | { do: 'settings'; settings: Pick<FlowContent, 'name' | 'fallback'> }
  | { do: 'delete'; ids: readonly string[] }
  /** Nodes with ids of their own: see `pasted`. */
  | { do: 'paste'; nodes: readonly FlowNode[]; after: ExitRef | null }
  | { do: 'tidy' };
