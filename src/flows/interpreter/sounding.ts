import type { NodeOf } from '../content/node-contract.ts';
import { act, fallBack, leaveByExit, type NodeRule } from './node-rule.ts';
import { audiblePrompts, isSecret, valueOf } from './texts.ts';

export const play: NodeRule<NodeOf<'play'>> = {
  enter(node, position) {
    const prompts = audiblePrompts(position, node.prompts);
    return prompts.length > 0 ? act(position, { do: 'play', prompts }) : leaveByExit(position, node.exits, 'next');
  },
  after: (node, position, outcome) =>
    outcome.kind === 'played' ? leaveByExit(position, node.exits, 'next') : fallBack(position, 'failed'),
};

/** Secrets and empty texts are not read aloud. */
export const say: NodeRule<NodeOf<'say'>> = {
  enter(node, position) {
    const value = isSecret(position, node.variable) ? '' : valueOf(position, node.variable);
    return value.trim() === ''
      ? leaveByExit(position, node.exits, 'next')
      : act(position, { do: 'say', as: node.as, value });
  },
  after: (node, position, outcome) =>
    outcome.kind === 'played' ? leaveByExit(position, node.exits, 'next') : fallBack(position, 'failed'),
};
