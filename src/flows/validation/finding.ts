import type { FlowContent } from '../content/graph-contract.ts';
import type { FlowNode } from '../content/node-contract.ts';
import type { FAULT_CODES, WARNING_CODES } from './contract.ts';

/** Something found in one flow. */
export type Found<Code> = { nodeId: string | null; exit: string | null; code: Code; message: string };
export type FaultCode = (typeof FAULT_CODES)[number];
export type FoundFault = Found<FaultCode>;
export type FoundWarning = Found<(typeof WARNING_CODES)[number]>;

/** A fault at a node, with the node's name, so that the message makes sense anywhere. */
export const at = <const Code extends string>(
  { id, name }: FlowNode,
  code: Code,
  message: string,
  exit: string | null = null,
): Found<Code> => ({
  nodeId: id,
  exit,
  code,
  message: `“${name}”: ${message}`,
});

/** A fault at the node with this id, or at the fallback. */
export function placed({ nodes }: FlowContent, nodeId: string | null, code: FaultCode, message: string): FoundFault {
  const node = nodes.find(({ id }) => id === nodeId);
  return node ? at(node, code, message) : { nodeId, exit: null, code, message: `Fallback: ${message}` };
}
