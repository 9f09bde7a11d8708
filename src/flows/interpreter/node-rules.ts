import type { FlowNode, NodeKind, NodeOf } from '../content/node-contract.ts';
import { goTo, hangUp, ring, voicemail, webhook } from './connecting.ts';
import { caller, callerName, compare, hours, set, start, startRecording, stopRecording } from './deciding.ts';
import { gather, menu } from './listening.ts';
import type { NodeRule } from './node-rule.ts';
import { play, say } from './sounding.ts';

const NODE_RULES: { readonly [K in NodeKind]: NodeRule<NodeOf<K>> } = {
  start,
  play,
  menu,
  gather,
  set,
  compare,
  say,
  hours,
  caller,
  ring,
  voicemail,
  startRecording,
  stopRecording,
  callerName,
  webhook,
  goTo,
  hangUp,
};

/** How a node works. */
export function ruleOf(node: FlowNode): NodeRule<FlowNode> {
  return NODE_RULES[node.kind];
}
