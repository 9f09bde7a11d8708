import { expect, test } from 'vitest';
import { callFacts, diallingCall, legTo102 } from '../../../test/call-facts.ts';
import { CAUSE } from '../../calls/rules.ts';
import type { KnownCall } from '../runner/call-runner.ts';
import { openMissedEvents } from './missed-events.ts';
import type { Snapshot } from './snapshot.ts';

const facts = callFacts({ id: '01a209dd-cc46-75ea-ac2c-2a9e9dfd218a' });
const LEG = `${facts.id}.1`;
const dialling = diallingCall({ facts, legs: [legTo102(LEG)] });
const listed = (...ids: string[]): Snapshot => ({
  channels: ids.map((id) => ({
    id,
    name: 'PJSIP/bakery-101-00000006',
    state: 'Ring',
    accountcode: 'bakery',
    creationtime: '2026-03-01T12:00:00.000+0000',
    caller: { name: '', number: '101' },
    dialplan: { exten: '102', app_name: 'Stasis', app_data: 'strowger,phone,allowed' },
    channelvars: {},
  })),
  bridges: [],
});
const legEnded = { call: dialling, event: { type: 'channelEnded', channel: LEG, cause: CAUSE.networkFailure } };

test('a channel that Asterisk no longer lists has ended once a second look confirms it', async () => {
  const { compare } = openMissedEvents({ all: () => [{ call: dialling, busy: false }] }, async () => listed('caller'));
  expect((await compare()).events).toEqual([]);
  expect((await compare()).events).toEqual([legEnded]);
});

test('a leg that was being made while Asterisk made its list has not ended', async () => {
  let known: KnownCall[] = [];
  const { look, compare } = openMissedEvents({ all: () => known }, async () => {
    known = [{ call: dialling, busy: false }];
    return listed('caller');
  });
  for (let n = 0; n < 3; n++) {
    known = [{ call: dialling, busy: true }];
    expect((await compare()).events).toEqual([]);
    known = [{ call: dialling, busy: true }];
    expect((await look()).known).toEqual([{ call: dialling, busy: true }]);
  }
});

test('a leg without a call is an orphan once a second look confirms it', async () => {
  const { compare } = openMissedEvents({ all: () => [] }, async () => listed(LEG));
  expect((await compare()).orphans).toEqual([]);
  expect((await compare()).orphans).toEqual([LEG]);
});

test('an answer that was missed is made up for at once', async () => {
  const snapshot = listed('caller', LEG);
  const up = snapshot.channels.map((channel) => ({ ...channel, state: 'Up' }));
  const { compare } = openMissedEvents({ all: () => [{ call: dialling, busy: false }] }, async () => ({
    ...snapshot,
    channels: up,
  }));
  expect((await compare()).events).toMatchObject([{ call: dialling, event: { type: 'answered', leg: LEG } }]);
});
