import type { NodeOf } from '../content/node-contract.ts';
import { act, failed, fallBack, leaveByExit, type NodeRule } from './node-rule.ts';
import { isSecret, valueOf, valueWith, variablesIn, withVariable } from './texts.ts';
import { isComplete, type Position } from './walk.ts';

export const start: NodeRule<NodeOf<'start'>> = {
  enter: (node, position) => leaveByExit(position, node.exits, 'next'),
  after: failed,
};

/** A value that contains a secret is secret, too. */
export const set: NodeRule<NodeOf<'set'>> = {
  enter(node, position) {
    const secret = variablesIn(node.value).some((name) => isSecret(position, name));
    const value = valueWith(position, node.value);
    return leaveByExit(withVariable(position, node.variable, value, secret), node.exits, 'next');
  },
  after: failed,
};

const NUMBER = /^-?\d+(\.\d+)?$/;

/** Whether both texts are numbers, and the first and the second compare like this. */
const asNumbers = (left: string, right: string, compare: (left: number, right: number) => boolean): boolean =>
  NUMBER.test(left) && NUMBER.test(right) && compare(Number(left), Number(right));

/** Texts are compared letter by letter, so that the PIN 0042 is not 42. */
const COMPARE: Record<NodeOf<'compare'>['comparison'], (left: string, right: string) => boolean> = {
  equals: (left, right) => left === right,
  startsWith: (left, right) => left.startsWith(right),
  lessThan: (left, right) => asNumbers(left, right, (a, b) => a < b),
  greaterThan: (left, right) => asNumbers(left, right, (a, b) => a > b),
  isEmpty: (left) => left === '',
};

const isTrue = (node: NodeOf<'compare'>, position: Position): boolean =>
  COMPARE[node.comparison](valueOf(position, node.variable), valueWith(position, node.value));

export const compare: NodeRule<NodeOf<'compare'>> = {
  enter: (node, position) => leaveByExit(position, node.exits, isTrue(node, position) ? 'yes' : 'no'),
  after: failed,
};

export const hours: NodeRule<NodeOf<'hours'>> = {
  enter: ({ scheduleId }, position) =>
    scheduleId === null ? fallBack(position, 'missing_target') : act(position, { do: 'askHours', scheduleId }),
  after: (node, position, outcome) =>
    outcome.kind === 'hours'
      ? leaveByExit(position, node.exits, outcome.open ? 'open' : 'closed')
      : fallBack(position, 'failed'),
};

export const caller: NodeRule<NodeOf<'caller'>> = {
  enter: ({ condition }, position) =>
    isComplete(condition) ? act(position, { do: 'askCaller', condition }) : fallBack(position, 'missing_target'),
  after: (node, position, outcome) =>
    outcome.kind === 'caller'
      ? leaveByExit(position, node.exits, outcome.matches ? 'yes' : 'no')
      : fallBack(position, 'failed'),
};

export const callerName: NodeRule<NodeOf<'callerName'>> = {
  enter: (node, position) => leaveByExit({ ...position, callerNamePrefix: node.prefix }, node.exits, 'next'),
  after: failed,
};

/** Nobody talks in a flow, so there is nothing to record yet. This applies to the conversations that follow. */
export const startRecording: NodeRule<NodeOf<'startRecording'>> = {
  enter: (node, position) => leaveByExit({ ...position, recording: 'on' }, node.exits, 'next'),
  after: failed,
};

export const stopRecording: NodeRule<NodeOf<'stopRecording'>> = {
  enter: (node, position) => leaveByExit({ ...position, recording: 'off' }, node.exits, 'next'),
  after: failed,
};
