import { describe, expect, test } from 'vitest';
import { phoneArrival } from '../../../test/arrivals.ts';
import { callFacts } from '../../../test/call-facts.ts';
import type { PhoneSetting } from '../../star-codes/contract.ts';
import type { Command } from '../model/command.ts';
import type { Event } from '../model/event.ts';
import { step } from '../model/machine.ts';
import * as admitting from './admitting.ts';

const AT = '2026-03-01T12:00:00.000Z';
const setting = { kind: 'forward', condition: 'always', to: '102' } as const;
const facts = callFacts({ direction: 'internal', extensionId: 'e101', tenantId: 'bakery' });
const decided = (what: PhoneSetting): Event => ({
  type: 'decided',
  decision: { kind: 'setting', facts, origin: { number: '101', name: '', restricted: false }, setting: what },
});
const TIMER = 'setting-caller';

function commandsOf(...events: Event[]): Command[] {
  return commandsFor(setting, events);
}

function commandsFor(what: PhoneSetting, events: Event[]): Command[] {
  let { call } = admitting.enter(phoneArrival('*72102'));
  const commands: Command[] = [];
  for (const event of [decided(what), ...events]) {
    const next = step(call, event, AT);
    call = next.call;
    commands.push(...next.commands.flat());
  }
  return commands;
}

describe('a star code', () => {
  test('saves the setting before anything is heard', () => {
    expect(commandsOf()).toEqual([
      { type: 'openBridge', bridge: facts.id },
      { type: 'saveSetting', tenantId: 'bakery', extensionId: 'e101', setting },
    ]);
  });

  test('confirms the setting, and the call ends as answered', () => {
    const commands = commandsOf(
      { type: 'settingSaved', result: { kind: 'set', isOn: true } },
      { type: 'elapsed', timer: TIMER },
      { type: 'played', id: TIMER },
    );
    expect(commands.map(({ type }) => type)).toEqual([
      'openBridge',
      'saveSetting',
      'answer',
      'saveAnswer',
      'wait',
      'play',
      'tearDown',
      'saveEnd',
    ]);
    expect(commands).toContainEqual(
      expect.objectContaining({ type: 'play', sounds: ['call-forwarding', 'activated'] }),
    );
    expect(commands.at(-1)).toMatchObject({ answeredAt: AT, cause: 16 });
  });

  test.each([
    ['forward', setting, true, ['call-forwarding', 'activated']],
    ['forward', setting, false, ['call-forwarding', 'de-activated']],
    ['doNotDisturb', { kind: 'doNotDisturb', on: true }, true, ['do-not-disturb', 'activated']],
    ['schedule', { kind: 'schedule', code: '1' }, true, ['strowger/now-open']],
    ['schedule', { kind: 'schedule', code: '1' }, false, ['strowger/now-closed']],
  ] as const)('%s: announces the result', (_kind, what, isOn, sounds) => {
    const saved: Event = { type: 'settingSaved', result: { kind: 'set', isOn } };
    const commands = commandsFor(what, [saved, { type: 'elapsed', timer: TIMER }]);
    expect(commands).toContainEqual(expect.objectContaining({ type: 'play', sounds }));
  });

  test('whose setting can’t be saved ends unanswered, with the reason in the history', () => {
    const commands = commandsOf(
      { type: 'settingSaved', result: { kind: 'refused', reason: 'not_permitted' } },
      { type: 'played', id: 'announcement-caller' },
    );
    expect(commands.map(({ type }) => type)).toEqual([
      'openBridge',
      'saveSetting',
      'setNote',
      'play',
      'tearDown',
      'saveEnd',
    ]);
    expect(commands.at(-1)).toMatchObject({ answeredAt: null, reason: 'not_permitted', cause: 21 });
  });
});
