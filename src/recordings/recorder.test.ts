import { describe, expect, test } from 'vitest';
import type { Policy } from './capture.ts';
import { newRecorder, record, type Recorder, type RecorderCommand, type RecorderEvent } from './recorder.ts';
import type { Talk } from './talk.ts';

const TALK: Talk = {
  callId: 'call',
  tenantId: 'tenant',
  facts: { direction: 'inbound', from: '+12125550199', to: '+12125550101', didId: 'did' },
  caller: { channel: 'outside', extensionId: null },
  callee: { channel: 'desk', extensionId: 'extension' },
};
const OTHER: Talk = { ...TALK, callee: { channel: 'kitchen', extensionId: 'other' } };
const POLICY: Policy = {
  announce: true,
  announcement: null,
  onDemand: true,
  running: null,
  recordedBefore: false,
  cause: 'extension',
};

/** Sends events to a recorder, a second apart, and returns the commands after each. */
function play(...events: (RecorderEvent | { later: number })[]) {
  let recorder: Recorder = newRecorder();
  let [now, ids] = [0, 0];
  const commands: RecorderCommand[][] = [];
  for (const event of events) {
    if ('later' in event) {
      now += event.later;
      continue;
    }
    const step = record(recorder, event, { now, newId: () => `id${++ids}` });
    recorder = step.recorder;
    commands.push(step.commands);
  }
  return { recorder, commands, last: commands.at(-1) ?? [] };
}

const talking = (talk: Talk | null = TALK): RecorderEvent => ({ type: 'talking', talk });
const policy = (more: Partial<Policy> = {}, talk = TALK): RecorderEvent => ({
  type: 'policyRead',
  talk,
  policy: { ...POLICY, ...more },
});
const heard = (channel: string, complete = true): RecorderEvent => ({ type: 'announced', channel, complete });
const press = (channel: string, ...digits: string[]): RecorderEvent[] =>
  digits.map((digit) => ({ type: 'digit', channel, digit }));
const BOTH_HEARD = [heard('outside'), heard('desk')];
const begin = (more: object = {}) => ({
  type: 'begin',
  id: 'id1',
  talk: TALK,
  cause: 'extension',
  paused: false,
  ...more,
});
const announce = (channel: string) => ({ type: 'announce', channel, sound: null });

describe('an announced recording', () => {
  test('begins when both parties have heard the whole announcement', () => {
    const { commands } = play(talking(), policy(), ...BOTH_HEARD);
    expect(commands).toEqual([
      [{ type: 'readPolicy', talk: TALK }],
      [announce('outside'), announce('desk')],
      [],
      [begin()],
    ]);
  });

  test('does not begin while one of them has not', () => {
    expect(play(talking(), policy(), heard('outside'), heard('desk', false)).last).toEqual([announce('desk')]);
  });

  test('gives up, in writing, when the announcement cannot be played', () => {
    const { last, recorder } = play(talking(), policy(), ...Array.from({ length: 3 }, () => heard('desk', false)));
    expect(last).toContainEqual({
      type: 'noteFailure',
      id: 'id1',
      talk: TALK,
      cause: 'extension',
      failure: 'announcement',
    });
    expect(recorder.state).toEqual({ kind: 'off' });
  });

  test('is announced again from the beginning after a hold in the middle of it', () => {
    const { commands } = play(
      talking(),
      policy(),
      { type: 'held', channel: 'desk' },
      // what was played during the hold doesn't count
      heard('outside'),
      { type: 'resumed', channel: 'desk' },
      ...BOTH_HEARD,
    );
    expect(commands.slice(2)).toEqual([
      [
        { type: 'stopAnnouncing', channel: 'outside' },
        { type: 'stopAnnouncing', channel: 'desk' },
      ],
      [],
      [announce('outside'), announce('desk')],
      [],
      [begin()],
    ]);
  });

  test('is played to a party that joins later, but not again to one that has heard it', () => {
    const { commands } = play(
      talking(),
      policy(),
      ...BOTH_HEARD,
      talking(OTHER),
      policy({ recordedBefore: true }, OTHER),
    );
    expect(commands.slice(-2)).toEqual([
      [
        { type: 'end', id: 'id1' },
        { type: 'readPolicy', talk: OTHER },
      ],
      [announce('kitchen')],
    ]);
  });
});

test('records at once where the tenant has turned the announcement off', () => {
  expect(play(talking(), policy({ announce: false })).last).toEqual([begin()]);
});

test('records nothing that the settings do not ask for, nor where the status does not permit it', () => {
  expect(play(talking(), policy({ cause: null })).last).toEqual([]);
  expect(
    play(talking(), { type: 'policyRead', talk: TALK, policy: null }, { type: 'ordered', action: 'start' }).last,
  ).toEqual([]);
});

test('ends with the talk', () => {
  expect(play(talking(), policy({ announce: false }), talking(null)).last).toEqual([{ type: 'end', id: 'id1' }]);
});

describe('on demand', () => {
  const quiet = { announce: false, cause: null } as const;

  test('*1 on the tenant’s own phone starts and stops it', () => {
    const { commands } = play(talking(), policy(quiet), ...press('desk', '*', '1'), ...press('desk', '*', '1'));
    expect(commands.slice(2)).toEqual([[], [begin({ cause: 'on_demand' })], [], [{ type: 'end', id: 'id1' }]]);
  });

  test('the other side’s keys mean nothing', () => {
    const { commands } = play(
      talking(),
      policy(quiet),
      ...press('outside', '*', '1'),
      ...press('desk', '*'),
      ...press('outside', '1'),
    );
    expect(commands.slice(2).flat()).toEqual([]);
  });

  test('other digits, late ones and phones without the permission do nothing', () => {
    expect(play(talking(), policy(quiet), ...press('desk', '*', '2', '1')).last).toEqual([]);
    expect(play(talking(), policy(quiet), ...press('desk', '*'), { later: 4000 }, ...press('desk', '1')).last).toEqual(
      [],
    );
    expect(play(talking(), policy({ ...quiet, onDemand: false }), ...press('desk', '*', '1')).last).toEqual([]);
  });

  test('a pause is silence, and lasts over a transfer', () => {
    const order = (action: 'pause' | 'resume'): RecorderEvent => ({ type: 'ordered', action });
    const paused = play(talking(), policy({ announce: false }), order('pause'), order('pause'), order('resume'));
    expect(paused.commands.slice(2)).toEqual([
      [{ type: 'pause', id: 'id1', tenantId: 'tenant', paused: true }],
      [],
      [{ type: 'pause', id: 'id1', tenantId: 'tenant', paused: false }],
    ]);
    const transferred = play(
      talking(),
      policy({ announce: false }),
      order('pause'),
      talking(OTHER),
      policy({ announce: false }, OTHER),
    );
    expect(transferred.last).toEqual([begin({ id: 'id2', talk: OTHER, paused: true })]);
  });

  test('what was stopped by hand stays so after a transfer', () => {
    const stop: RecorderEvent = { type: 'ordered', action: 'stop' };
    expect(
      play(talking(), policy({ announce: false }), stop, talking(OTHER), policy({ announce: false }, OTHER)).last,
    ).toEqual([]);
  });
});

describe('what a flow says', () => {
  const says = (recording: 'on' | 'off'): RecorderEvent => ({ type: 'flowRecording', recording });
  const silent = { announce: false, cause: null };

  test('starts the recording of the next talk, and of those after it', () => {
    const { commands } = play(
      says('on'),
      talking(),
      policy(silent),
      talking(null),
      says('on'),
      talking(OTHER),
      policy({ ...silent, recordedBefore: true }, OTHER),
    );
    expect(commands[2]).toEqual([begin({ cause: 'on_demand' })]);
    expect(commands.at(-1)).toEqual([begin({ id: 'id2', talk: OTHER, cause: 'on_demand' })]);
  });

  test('keeps a talk from being recorded that the settings would record', () => {
    expect(play(says('off'), talking(), policy({ announce: false })).last).toEqual([]);
  });

  test('is ignored in a call in which somebody has stopped the recording since', () => {
    const stopped = play(
      says('on'),
      talking(),
      policy(silent),
      { type: 'ordered', action: 'stop' },
      talking(null),
      says('on'),
      talking(OTHER),
      policy({ ...silent, recordedBefore: true }, OTHER),
    );
    expect(stopped.last).toEqual([]);
  });

  test('starts nothing again after a restart that somebody may have stopped', () => {
    expect(play(says('on'), talking(), policy({ ...silent, recordedBefore: true })).last).toEqual([]);
  });
});

describe('after a restart of call control', () => {
  test('continues the running recording', () => {
    const running = { id: 'old', channel: 'desk', paused: true, cause: 'number' } as const;
    const { commands, recorder } = play(talking(), policy({ running, recordedBefore: true }), talking(null));
    expect(commands.slice(1)).toEqual([[], [{ type: 'end', id: 'old' }]]);
    expect(recorder.paused).toBe(true);
  });

  test('does not start again what somebody may have stopped', () => {
    expect(play(talking(), policy({ announce: false, recordedBefore: true })).last).toEqual([]);
  });
});
