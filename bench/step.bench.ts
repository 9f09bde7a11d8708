import type { Connect } from '../src/calls/model/decision.ts';
import type { Event } from '../src/calls/model/event.ts';
import { step } from '../src/calls/model/machine.ts';
import * as admitting from '../src/calls/scenes/admitting.ts';
import { phoneArrival } from '../test/arrivals.ts';
import { callFacts, phoneTarget } from '../test/call-facts.ts';
import { compare, print } from './measure.ts';

const AT = '2026-03-01T12:00:00.000Z';
const ID = '01960000-0000-7000-8000-00000000ca11';
const [LEG1, LEG2] = [`${ID}.1`, `${ID}.2`];

const arrival = phoneArrival('102');
const ORIGIN = { number: '101', name: 'Counter', restricted: false };
const decision: Connect = {
  kind: 'connect',
  facts: callFacts({ id: ID, admittedAt: AT }),
  origin: ORIGIN,
  attempts: [
    {
      targets: [phoneTarget('sip:a'), phoneTarget('sip:b')],
      callerId: ORIGIN,
      ringSeconds: 25,
    },
  ],
};

/** Two phones ring, one is answered, the caller hangs up. */
const CALL: Event[] = [
  { type: 'decided', decision },
  { type: 'ready', leg: LEG1 },
  { type: 'ready', leg: LEG2 },
  { type: 'ringing', leg: LEG1 },
  { type: 'ringing', leg: LEG2 },
  { type: 'answered', leg: LEG2, codecs: ['ulaw'] },
  { type: 'channelEnded', channel: LEG1, cause: 26 },
  { type: 'established', codec: 'ulaw' },
  { type: 'channelEnded', channel: 'caller', cause: 16 },
];
const CALLS = 20_000;
const GOAL = 200_000;

/** Steps of calls per second on one core, compared with the events that can be parsed from JSON. */
export async function run(): Promise<void> {
  const texts = CALL.map((event) => JSON.stringify(event));
  const { figure, peer, noisy } = await compare({
    ours: () =>
      perSecond(() => {
        let { call } = admitting.enter(arrival);
        for (const event of CALL) call = step(call, event, AT).call;
      }),
    peer: () => perSecond(() => texts.forEach((text) => JSON.parse(text))),
  });
  print({
    name: 'step (events of calls)',
    figure,
    peer,
    unit: '/s',
    goal: '>= 200,000 /s',
    met: figure >= GOAL,
    noisy,
  });
}

async function perSecond(events: () => void): Promise<number> {
  const begun = performance.now();
  for (let call = 0; call < CALLS; call++) events();
  return (CALLS * CALL.length * 1000) / (performance.now() - begun);
}
