import { atStart, next } from '../src/flows/interpreter/interpreter.ts';
import type { Outcome } from '../src/flows/interpreter/walk.ts';
import { content, flowsOf, node, option } from '../test/flow-content.ts';
import { compare, print } from './measure.ts';

const NUMBERS = { caller: '+12125550199', called: '+12125550102' };

/** A flow of 100 nodes, of which a call passes eight. */
const flows = flowsOf({
  main: content(
    ...([
      node('callerName', 'name', { exits: { next: 'hours' } }),
      node('hours', 'hours', { exits: { open: 'menu' } }),
      node('menu', 'menu', { options: [option('1', 'ask'), option('2', 'ask')] }),
      node('gather', 'ask', { exits: { done: 'set' } }),
      node('set', 'set', { value: '{caller} {digits}', exits: { next: 'check' } }),
      node('compare', 'check', { variable: 'digits', value: '42', exits: { yes: 'ring' } }),
      node('ring', 'ring', { exits: { busy: 'mail' } }),
      node('voicemail', 'mail'),
      ...Array.from({ length: 91 }, (_, place) => node('play', `spare${place}`)),
    ] as Parameters<typeof content>),
  ),
});

const OUTCOMES: Outcome[] = [
  { kind: 'begin' },
  { kind: 'hours', open: true },
  { kind: 'collected', digits: { kind: 'option', id: 'o2', rest: '' } },
  { kind: 'collected', digits: { kind: 'digits', digits: '42', rest: '' } },
  { kind: 'rang', result: 'busy' },
];
const NODES_PASSED = 9;
const CALLS = 20_000;
const GOAL = 200_000;

/** Nodes that calls pass per second on one core, compared with the outcomes that can be parsed from JSON. */
export async function run(): Promise<void> {
  const texts = OUTCOMES.map((outcome) => JSON.stringify(outcome));
  const start = atStart(flows, 'main', NUMBERS);
  const { figure, peer, noisy } = await compare({
    ours: () =>
      perSecond(NODES_PASSED, () => {
        let position = start;
        for (const outcome of OUTCOMES) position = next(flows, position, outcome).position;
      }),
    peer: () => perSecond(OUTCOMES.length, () => texts.forEach((text) => JSON.parse(text))),
  });
  print({ name: 'flow (nodes passed)', figure, peer, unit: '/s', goal: '>= 200,000 /s', met: figure >= GOAL, noisy });
}

async function perSecond(steps: number, call: () => void): Promise<number> {
  const begun = performance.now();
  for (let number = 0; number < CALLS; number++) call();
  return (CALLS * steps * 1000) / (performance.now() - begun);
}
