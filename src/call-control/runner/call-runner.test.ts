import { expect, test } from 'vitest';
import { phoneArrival } from '../../../test/arrivals.ts';
import { callFacts, phoneTarget } from '../../../test/call-facts.ts';
import type { Command } from '../../calls/model/command.ts';
import type { Decision } from '../../calls/model/decision.ts';
import type { Event } from '../../calls/model/event.ts';
import { CallRunner } from './call-runner.ts';

const arrival = (channel: string) => phoneArrival('102', { channel, id: `call of ${channel}` });
const facts = (id: string) => callFacts({ id });
const connect = (id: string): Decision => ({
  kind: 'connect',
  facts: facts(id),
  origin: { number: '101', name: '', restricted: false },
  attempts: [
    {
      targets: [phoneTarget('sip:a')],
      callerId: { number: '101', name: '', restricted: false },
      ringSeconds: 25,
    },
  ],
});

/** Calls whose commands finish when the test says so. */
function fixture() {
  const done: string[] = [];
  const saved: string[] = [];
  let admission = Promise.withResolvers<Decision>();
  let performing: Promise<Event[]> = Promise.resolve([]);
  const calls = new CallRunner({
    admit: () => admission.promise,
    dialogOf: () => Promise.resolve(null),
    reroute: () => admission.promise,
    serviceCalls: { take: () => Promise.resolve(null), answered: () => {}, store: () => {}, ended: () => {} },
    perform: (command: Command) => {
      done.push(command.type);
      return performing;
    },
    askMailbox: () => Promise.resolve({ kind: 'none' }),
    saveSetting: () => Promise.resolve({ kind: 'set', isOn: true }),
    noteMessage: () => Promise.resolve(true),
    checkMessage: () => Promise.resolve('message'),
    storeMessage: () => {},
    loadFlows: () => Promise.resolve(null),
    askFlow: () => Promise.resolve({ kind: 'missing' }),
    reportFlow: () => {},
    save(command) {
      if (command.type === 'saveAnswer') saved.push(`answer ${command.facts.id}`);
      if (command.type === 'saveEnd') saved.push(`end ${command.facts.id} ${command.cause}`);
    },
    onStep: () => {},
    now: () => '2026-03-01T12:00:00.000Z',
    log: () => {},
  });
  return {
    calls,
    done,
    saved,
    arrive: (channel: string) => calls.receive(channel, { type: 'arrived', arrival: arrival(channel) }),
    admitted: async (decision: Decision) => {
      const { resolve } = admission;
      admission = Promise.withResolvers();
      resolve(decision);
      await settled();
    },
    hold: () => {
      const held = Promise.withResolvers<Event[]>();
      performing = held.promise;
      return (events: Event[] = []) => {
        performing = Promise.resolve([]);
        held.resolve(events);
        return settled();
      };
    },
    fail: () => void (performing = Promise.reject(new Error('no answer'))),
  };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('an order that arrives during an admission finds the call admitted, and ends it', async () => {
  const { calls, arrive, admitted, saved, done } = fixture();
  arrive('caller');
  calls.sendToAll({ type: 'serviceStopped', tenantId: 'bakery' });
  await admitted(connect('one'));
  expect(saved).toEqual(['end one 21']);
  expect(done.at(-1)).toBe('tearDown');
  expect(calls.all()).toEqual([]);
});

test('an order to end a call finds it by its id during its admission', async () => {
  const { calls, arrive, admitted, saved } = fixture();
  arrive('caller');
  expect(calls.send('call of another', { type: 'hangupOrdered' })).toBe(false);
  expect(calls.send('call of caller', { type: 'hangupOrdered' })).toBe(true);
  await admitted(connect('call of caller'));
  expect(saved).toEqual(['end call of caller 19']);
});

test('an event waits until the previous event’s commands are done', async () => {
  const { calls, arrive, admitted, saved, done, hold } = fixture();
  arrive('caller');
  const release = hold();
  await admitted(connect('one'));
  calls.receive('one.1', { type: 'answered', codecs: ['ulaw'], leg: 'one.1' });
  await settled();
  expect(done).not.toContain('answer');
  await release();
  expect(done).toContain('answer');
  expect(saved).toEqual(['answer one']);
});

test('the command groups of a step run one after the other', async () => {
  const { calls, arrive, admitted, done, hold } = fixture();
  arrive('caller');
  await admitted(connect('one'));
  calls.receive('one.1', { type: 'answered', codecs: ['ulaw'], leg: 'one.1' });
  await settled();
  const release = hold();
  calls.receive('caller', { type: 'aligned' });
  await settled();
  expect(done.at(-1)).toBe('leave');
  await release();
  expect(done.at(-1)).toBe('join');
});

test('calls do not wait for each other', async () => {
  const { calls, arrive, admitted, done } = fixture();
  arrive('caller');
  arrive('other');
  await admitted(connect('one'));
  expect(done).toContain('createLeg');
  expect(calls.all()).toHaveLength(2);
});

test('a leg is known before the response to its creation', async () => {
  const { calls, arrive, admitted, done, hold } = fixture();
  arrive('caller');
  const release = hold();
  await admitted(connect('one'));
  calls.receive('one.1', { type: 'ready', leg: 'one.1' });
  await release();
  expect(done).toContain('dial');
});

test('the events of a command are handled before the queue', async () => {
  const { calls, arrive, admitted, saved, hold } = fixture();
  arrive('caller');
  const release = hold();
  await admitted(connect('one'));
  calls.send('one', { type: 'hangupOrdered' });
  await release([{ type: 'channelEnded', channel: 'one.1', cause: 17 }]);
  expect(saved).toEqual(['end one 17']);
});

test('a call ends if Asterisk does not respond, and the next call is handled', async () => {
  const { calls, arrive, admitted, saved, fail, hold } = fixture();
  arrive('caller');
  fail();
  await admitted(connect('one'));
  expect(saved).toEqual(['end one 38']);
  void hold();
  arrive('other');
  expect(calls.all()).toHaveLength(1);
});

test('an answered call ends if Asterisk does not say whether the phone has usable media', async () => {
  const { calls, admitted, saved, fail, done } = fixture();
  calls.receive('caller', { type: 'arrived', arrival: { ...arrival('caller'), codecs: ['ulaw'] } });
  await admitted(connect('one'));
  fail();
  calls.receive('one.1', { type: 'answered', codecs: ['ulaw'], leg: 'one.1' });
  await settled();
  expect(done).toContain('inspect');
  expect(saved).toEqual(['end one 38']);
});

test('ignores events of unknown channels', async () => {
  const { calls, done } = fixture();
  calls.receive('unknown', { type: 'channelEnded', channel: 'unknown', cause: 16 });
  expect(calls.send('unknown', { type: 'hangupOrdered' })).toBe(false);
  expect(done).toEqual([]);
});
