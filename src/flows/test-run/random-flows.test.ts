import fc from 'fast-check';
import { expect, test } from 'vitest';
import { content, flowsOf, node, option } from '../../../test/flow-content.ts';
import type { FlowContent } from '../content/graph-contract.ts';
import type { FlowNode, NodeKind } from '../content/node-contract.ts';
import { exitsOf, NODE_KINDS, withExit } from '../content/rules.ts';
import type { Existing } from '../validation/existing.ts';
import { graphOf, reachableFrom } from '../validation/graph.ts';
import { faultsOf } from '../validation/validation.ts';
import { runTestCall, type SimulatedWorld } from './run-test-call.ts';

const FLOW_IDS = ['main', 'other'];
const existing: Existing = {
  ids: {
    schedule: new Set(['schedule']),
    list: new Set(),
    extension: new Set(['e101']),
    group: new Set(),
    mailbox: new Set(['mailbox']),
    flow: new Set(FLOW_IDS),
  },
  sounds: new Map(),
  menuExtensions: ['301', '45'],
  servers: { privateAddresses: 'refuse', ownHosts: [] },
};

const KINDS = (Object.keys(NODE_KINDS) as NodeKind[]).filter((kind) => kind !== 'start');
const keys = fc.constantFrom('1', '2', '12', '3', '30', '#', '*9');

function plainNode(kind: NodeKind, id: string, digits: string[], directDial: boolean): FlowNode {
  switch (kind) {
    case 'menu':
      return node(kind, id, { directDial, options: digits.map((one, at) => ({ ...option(one, null), id: `o${at}` })) });
    case 'say':
    case 'compare':
      return node(kind, id, { variable: 'caller' });
    default:
      return node(kind, id);
  }
}

/** A flow of up to 12 nodes of any kind, with every exit leading to one of them. */
const flow: fc.Arbitrary<FlowContent> = fc
  .array(
    fc.record({
      kind: fc.constantFrom(...KINDS),
      digits: fc.uniqueArray(keys, { minLength: 1, maxLength: 4 }),
      to: fc.array(fc.nat(11), { minLength: 8, maxLength: 8 }),
    }),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((drawn) => {
    const nodes = drawn.map(({ kind, digits, to }, place): FlowNode => {
      const id = `n${place}`;
      const plain = plainNode(kind, id, digits, place % 2 === 0);
      return exitsOf(plain).reduce(
        (led, exit, at) => withExit(led, exit.id, `n${(to[at] ?? 0) % drawn.length}`),
        plain,
      );
    });
    const [first = node('hangUp', 'n0'), ...rest] = nodes;
    return content(first, ...rest);
  });

/** The flow without unreachable nodes. */
function pruned(drawn: FlowContent): FlowContent {
  const graph = graphOf(new Map([['main', drawn]]));
  const reached = reachableFrom(graph.filter((vertex) => vertex.node.kind === 'start'));
  return { ...drawn, nodes: graph.filter((vertex) => reached.has(vertex)).map((vertex) => vertex.node) };
}

const world: fc.Arbitrary<SimulatedWorld> = fc
  .record({
    presses: fc.array(fc.stringMatching(/^[0-9*#]{0,6}$/), { maxLength: 30 }),
    chances: fc.array(fc.nat(3), { minLength: 1, maxLength: 20 }),
  })
  .map(({ presses, chances }) => {
    let place = 0;
    const chance = (): number => chances[place++ % chances.length] ?? 0;
    return {
      caller: '+12125550199',
      called: '+12125550102',
      presses,
      menuExtensions: existing.menuExtensions,
      isOpen: () => chance() > 1,
      isCaller: () => chance() > 1,
      rings: () => (['answered', 'noAnswer', 'busy', 'unreachable'] as const)[chance()] ?? 'busy',
      replies: () => (chance() > 1 ? {} : null),
    };
  });

test('a call always leaves a flow, and never because a publishable flow has no exit', () => {
  let valid = 0;
  fc.assert(
    fc.property(flow, flow, world, (main, other, caller) => {
      const flows = { main: pruned(main), other: pruned(other) };
      const { end, path } = runTestCall(flowsOf(flows), 'main', caller);
      expect(['hangUp', 'takeMessage', 'dialExtension', 'fallBack']).toContain(end.do);
      expect(path.length).toBeLessThanOrEqual(1001);
      if (faultsOf(new Map(Object.entries(flows)), existing).length > 0) return;
      valid++;
      if (end.do === 'fallBack') expect(['too_many_steps', 'too_many_repeats']).toContain(end.because);
    }),
    { numRuns: 1500 },
  );
  expect(valid).toBeGreaterThan(100);
});
