import { describe, expect, test } from 'vitest';
import { phoneArrival } from '../../../test/arrivals.ts';
import { callFacts } from '../../../test/call-facts.ts';
import type { Command } from '../command.ts';
import type { Event } from '../event.ts';
import { step } from '../machine.ts';
import * as admitting from './admitting.ts';

const AT = '2026-03-01T12:00:00.000Z';
const setting = { kind: 'forward', condition: 'always', to: '102' } as const;
const facts = callFacts({ direction: 'internal', extensionId: 'e101', tenantId: 'bakery' });
const decided: Event = {
  type: 'decided',
  decision: { kind: 'setting', facts, origin: { number: '101', name: '', restricted: false }, setting },
};
const TIMER = 'setting-caller';

function commandsOf(...events: Event[]): Command[] {
  let { call } = admitting.enter(phoneArrival('*72102'));
  const commands: Command[] = [];
  for (const event of [decided, ...events]) {
    const next = step(call, event, AT);
    call = next.call;
    commands.push(...next.commands.flat());
  }
  return commands;
}

describe('a star code', () => {
  test('is set before anything is heard', () => {
    expect(commandsOf()).toEqual([
      { type: 'openBridge', bridge: facts.id },
      { type: 'saveSetting', tenantId: 'bakery', extensionId: 'e101', setting },
    ]);
  });

  test('that is set is confirmed, and the call ends as an answered one', () => {
    const commands = commandsOf(
      { type: 'settingSaved', refusal: null },
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

  test('that can’t be set ends unanswered, with the reason in the history', () => {
    const commands = commandsOf(
      { type: 'settingSaved', refusal: 'not_permitted' },
      { type: 'played', id: 'announcement-caller' },
    );
    expect(commands.map(({ type }) => type)).toEqual(['openBridge', 'saveSetting', 'play', 'tearDown', 'saveEnd']);
    expect(commands.at(-1)).toMatchObject({ answeredAt: null, reason: 'not_permitted', cause: 21 });
  });
});
