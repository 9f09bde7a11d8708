import type { NodeOf } from '../content/node-contract.ts';
import { act, end, failed, fallBack, leaveByExit, type NodeRule } from './node-rule.ts';
import { openVariables, withVariable } from './texts.ts';
import { isComplete, type Position } from './walk.ts';

export const ring: NodeRule<NodeOf<'ring'>> = {
  enter({ target, ringSeconds, confirm, exits }, position) {
    const { callerNamePrefix } = position;
    const staysAfter = exits.answered !== null;
    return isComplete(target)
      ? act(position, { do: 'ring', target, ringSeconds, confirm, callerNamePrefix, staysAfter })
      : fallBack(position, 'missing_target');
  },
  after(node, position, outcome) {
    if (outcome.kind !== 'rang') return fallBack(position, 'failed');
    if (outcome.result !== 'answered') return leaveByExit(position, node.exits, outcome.result);
    // digits pressed before or during a conversation are not meant for what follows it
    return leaveByExit({ ...position, typedAhead: '' }, node.exits, 'answered');
  },
};

export const voicemail: NodeRule<NodeOf<'voicemail'>> = {
  enter: ({ mailboxId }, position) =>
    mailboxId === null ? fallBack(position, 'missing_target') : end(position, { do: 'takeMessage', mailboxId }),
  after: failed,
};

export const webhook: NodeRule<NodeOf<'webhook'>> = {
  enter: ({ url }, position) =>
    url === null
      ? fallBack(position, 'missing_target')
      : act(position, { do: 'ask', url, variables: openVariables(position) }),
  after(node, position, outcome) {
    if (outcome.kind !== 'replied') return fallBack(position, 'failed');
    if (outcome.variables === null) return leaveByExit(position, node.exits, 'failed');
    const given = Object.entries(outcome.variables).filter(([name]) => node.variables.includes(name));
    const set = given.reduce<Position>((now, [name, value]) => withVariable(now, name, value, false), position);
    return leaveByExit(set, node.exits, 'done');
  },
};

export const goTo: NodeRule<NodeOf<'goTo'>> = {
  enter: ({ flowId }, position) =>
    flowId === null ? fallBack(position, 'missing_target') : { kind: 'goTo', position, flowId },
  after: failed,
};

export const hangUp: NodeRule<NodeOf<'hangUp'>> = {
  enter: (_, position) => end(position, { do: 'hangUp' }),
  after: failed,
};
