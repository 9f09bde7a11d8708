import type { NodeOf } from '../content/node-contract.ts';
import { act, end, fallBack, leaveByExit, type NodeRule, type Step } from './node-rule.ts';
import { audiblePrompts, withVariable } from './texts.ts';
import type { DigitRules, Position } from './walk.ts';

type Listener = NodeOf<'menu'> | NodeOf<'gather'>;

function collect(node: Listener, position: Position, endKey: DigitRules['endKey'], wanted: DigitRules['wanted']): Step {
  const { interruptible, listensWhilePlaying, firstDigitSeconds, nextDigitSeconds } = node;
  return act(
    { ...position, typedAhead: '' },
    {
      do: 'collect',
      prompts: audiblePrompts(position, node.prompts),
      rules: { interruptible, listensWhilePlaying, firstDigitSeconds, nextDigitSeconds, endKey, wanted },
      directDial: node.kind === 'menu' && node.directDial,
      secret: node.kind === 'gather' && node.secret,
      typedAhead: position.typedAhead,
    },
  );
}

/** Only digits pressed before this node can be cleared, not those pressed between two tries at it. */
const arrive = (node: Listener, position: Position): Position =>
  node.typedAhead === 'clear' ? { ...position, typedAhead: '' } : position;

/** No input and wrong input are counted separately, and each leads to its own exit. */
function tryAgain(
  node: Listener,
  position: Position,
  kind: 'none' | 'wrong',
  again: (position: Position) => Step,
): Step {
  if (kind === 'none') {
    const noInputs = position.noInputs + 1;
    return noInputs < node.noInputTries
      ? again({ ...position, noInputs })
      : leaveByExit(position, node.exits, 'noInput');
  }
  const wrongInputs = position.wrongInputs + 1;
  return wrongInputs < node.wrongInputTries
    ? again({ ...position, wrongInputs })
    : leaveByExit(position, node.exits, 'wrongInput');
}

const listenInMenu = (node: NodeOf<'menu'>, position: Position): Step =>
  collect(node, position, null, {
    kind: 'choice',
    options: node.options.map(({ id, digits }) => ({ id, digits })),
    extensions: [],
  });

export const menu: NodeRule<NodeOf<'menu'>> = {
  enter: (node, position) => listenInMenu(node, arrive(node, position)),
  after(node, position, outcome) {
    if (outcome.kind !== 'collected') return fallBack(position, 'failed');
    const { digits: pressed } = outcome;
    switch (pressed.kind) {
      case 'option': {
        const option = node.options.find(({ id }) => id === pressed.id);
        if (!option) return fallBack(position, 'failed');
        return { kind: 'leave', position: { ...position, typedAhead: pressed.rest }, exit: option.id, to: option.to };
      }
      case 'extension': {
        const { callerNamePrefix } = position;
        return end(position, { do: 'dialExtension', number: pressed.number, callerNamePrefix });
      }
      case 'digits':
        return fallBack(position, 'failed');
      case 'none':
      case 'wrong':
        return tryAgain(node, position, pressed.kind, (again) => listenInMenu(node, again));
    }
  },
};

const listenForDigits = (node: NodeOf<'gather'>, position: Position): Step =>
  collect(node, position, node.endKey, { kind: 'digits', least: node.minDigits, most: node.maxDigits });

export const gather: NodeRule<NodeOf<'gather'>> = {
  enter: (node, position) => listenForDigits(node, arrive(node, position)),
  after(node, position, outcome) {
    if (outcome.kind !== 'collected') return fallBack(position, 'failed');
    const { digits: pressed } = outcome;
    switch (pressed.kind) {
      case 'digits': {
        const entered = withVariable(position, node.variable, pressed.digits, node.secret);
        return leaveByExit({ ...entered, typedAhead: pressed.rest }, node.exits, 'done');
      }
      case 'option':
      case 'extension':
        return fallBack(position, 'failed');
      case 'none':
      case 'wrong':
        return tryAgain(node, position, pressed.kind, (again) => listenForDigits(node, again));
    }
  },
};
