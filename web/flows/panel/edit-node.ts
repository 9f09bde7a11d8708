import { useMemo } from 'react';
import { FlowNode } from '../../../src/flows/content/node-contract.ts';
import { useActions } from '../designer/designer-actions.ts';

/** How fields change a node. Settings that the contract refuses change nothing, and the field shows why. */
export type EditNode<Node extends FlowNode> = {
  /** The fault of these settings; undefined if they were accepted. `field`: the input that they come from; null: this is a separate step to undo. */
  set: (patch: Partial<Node>, field?: string | null) => string | undefined;
  rename: (name: string) => string | undefined;
};

export function useEditNode(node: FlowNode): EditNode<FlowNode> {
  const { act } = useActions();
  return useMemo(
    () => ({
      set: (patch, field = null) => {
        const read = FlowNode.safeParse({ ...node, ...patch });
        if (!read.success) return read.error.issues[0]?.message ?? 'This value can’t be used here.';
        const command = { do: 'change', node: read.data } as const;
        act(field === null ? command : { do: 'type', field: `${node.id}/${field}`, command });
        return undefined;
      },
      rename: (typed) => {
        const read = FlowNode.safeParse({ ...node, name: typed });
        if (!read.success) return read.error.issues[0]?.message ?? 'This value can’t be used here.';
        const { id, name } = read.data;
        act({ do: 'type', field: `${id}/name`, command: { do: 'rename', id, name } });
        return undefined;
      },
    }),
    [node, act],
  );
}
