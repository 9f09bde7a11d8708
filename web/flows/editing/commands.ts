import type { FlowContent } from '../../../src/flows/content/graph-contract.ts';
import type { FlowNode } from '../../../src/flows/content/node-contract.ts';
import type { ExitRef, Moved } from './draft.ts';

/** All changes of a flow. Outline, canvas, keyboard and clipboard use only these. */
export type Command =
  /** Inserts a new node, after an exit if given. The node that followed the exit then follows the new node. */
  | { do: 'insert'; node: FlowNode; after: ExitRef | null }
  | { do: 'connect'; from: ExitRef; to: string | null }
  | { do: 'move'; to: Moved }
  | { do: 'rename'; id: string; name: string }
  /** `node` has the same id and kind as the node that it replaces. */
  | { do: 'change'; node: FlowNode }
  | { do: 'settings'; settings: Pick<FlowContent, 'name' | 'fallback'> }
  | { do: 'delete'; ids: readonly string[] }
  /** The nodes have new ids: see `pasted`. */
  | { do: 'paste'; nodes: readonly FlowNode[]; after: ExitRef | null }
  | { do: 'tidy' };
