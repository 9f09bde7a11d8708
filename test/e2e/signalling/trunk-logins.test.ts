import { rmSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { ApiUser } from '../../app.ts';
import { temporaryFolder } from '../../cluster.ts';
import type { Carrier } from '../../sip/carrier.ts';
import type { Phone } from '../../sip/phone.ts';
import { startSipp } from '../../sip/sipp.ts';
import { until } from '../../until.ts';
import { type CallControlFixture, openCallControlFixture, type TenantWithPhones } from '../call-control-fixture.ts';

const OUTSIDE = '+13015550177';
const NUMBER = '+12125550101';
const GOOD = { username: 'acme-101', password: 's3cret' };
/** An unanswered attempt ends after 32 s, and the next one begins 15 s later. */
const SOON_MS = 75_000;

let fixture: CallControlFixture;
let operator: ApiUser;
let bakery: TenantWithPhones;
let ada: Phone;
const folder = temporaryFolder('carriers');

beforeAll(async () => {
  fixture = await openCallControlFixture();
  operator = await fixture.app.user('operator');
  bakery = await fixture.addTenant('bakery', ['101']);
  await bakery.addNumber(NUMBER, '101');
  ada = await bakery.openPhone('101');
});
afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') console.log(fixture.control.output());
  await fixture.app.query('delete from trunks');
});
afterAll(async () => {
  for (const each of [ada, fixture]) await each?.[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

let made = 0;
async function sipp(scenario: string) {
  const started = await startSipp({
    scenario,
    keys: {},
    folder,
    name: `${scenario}-${++made}`,
    remotePort: 9,
    more: ['-nd'],
  });
  await started.bound();
  return started;
}
/** Adds a trunk to this port as the operator. */
async function trunk(port: number, more: object) {
  const body = { name: `Trunk ${++made}`, host: '127.0.0.1', port, match: `127.0.0.1:${port}`, ...more };
  const answer = await operator.call('POST', '/operator/trunks', body);
  expect(answer.status, answer.text).toBe(201);
  const path = `/operator/trunks/${answer.body.id}`;
  return {
    async patch(change: object) {
      const { status, text } = await operator.call('PATCH', path, change);
      expect(status, text).toBe(200);
    },
    untilRegistration: (registration: string) =>
      until(
        `the trunk to be ${registration}`,
        async () => {
          const { state } = (await operator.call('GET', path)).body;
          return state.registration === registration && state;
        },
        SOON_MS,
      ),
  };
}

test('a trunk registers with the operator’s password and shows the result', async () => {
  await using registrar = await sipp('registrar');
  const { patch, untilRegistration } = await trunk(registrar.port, { ...GOOD, registers: true });
  await untilRegistration('registered');
  await patch({ password: 'wrong' });
  const refused = await untilRegistration('refused');
  expect(refused.registrationReason).toBe('401: wrong user name or password');
  await patch({ password: GOOD.password });
  await untilRegistration('registered');
  await patch({ registers: false });
  await untilRegistration('none');
});

test('a trunk registers after its password was changed several times in a row', async () => {
  await using registrar = await sipp('registrar');
  const { patch, untilRegistration } = await trunk(registrar.port, { ...GOOD, registers: true });
  for (let round = 0; round < 5; round++) {
    await untilRegistration('registered');
    await patch({ password: 'wrong' });
    const refused = await untilRegistration('refused');
    expect(refused.registrationReason).toBe('401: wrong user name or password');
    await patch({ password: 'still-wrong' });
    await patch({ password: GOOD.password });
  }
  const registered = await untilRegistration('registered');
  expect(registered.registrationReason).toBe('');
});

test.each(['guarded-407', 'guarded-401'])(
  'a carrier that asks for a password (%s) gets it with the call',
  async (scenario) => {
    await using guarded = await sipp(scenario);
    const { patch } = await trunk(guarded.port, GOOD);
    const call = () => ada.call(OUTSIDE).ended;
    // loaded by Asterisk as soon as it is saved
    const through = await until(
      'the call to come through',
      async () => {
        const result = await call();
        return result.finalStatus === 486 && result;
      },
      SOON_MS,
    );
    expect(through.answered).toBe(false);
    if (scenario === 'guarded-407') return;
    await patch({ password: 'wrong' });
    await until('the trunk to be refused', async () => (await call()).finalStatus === 403, SOON_MS);
  },
);

test('a call sent to our registered Contact reaches the number in To', async () => {
  await using first: Carrier = await fixture.addCarrier('first');
  const atAda = ada.listen({ tone: 440 });
  const call = first.callIn(NUMBER, { server: fixture.sip, from: OUTSIDE, called: 'registered-1f', tone: 1000 });
  const taken = await atAda.nextCall();
  await Promise.all([call.hears(440), taken.hears(1000)]);
  expect(await call.hangUp()).toMatchObject({ answered: true });
});

test('trunk changes made while call control is down apply when it is back', async () => {
  await using registrar = await sipp('registrar');
  const { untilRegistration, patch } = await trunk(registrar.port, { ...GOOD, registers: true });
  const before = await untilRegistration('registered');
  await fixture.control.kill('SIGKILL');
  await patch({ password: 'wrong' });
  await fixture.control.start();
  const after = await untilRegistration('refused');
  expect([before.registrationReason, after.registrationReason]).toEqual(['', '401: wrong user name or password']);
});
