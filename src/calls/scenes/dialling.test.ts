import { describe, expect, test } from 'vitest';
import { callFacts, diallingCall, legTo102, phoneTarget } from '../../../test/call-facts.ts';
import type { Call } from '../model/call.ts';
import type { Attempt } from '../model/decision.ts';
import type { Event } from '../model/event.ts';
import { step } from '../model/machine.ts';

const AT = '2026-03-01T12:00:00.000Z';
const callerId = { number: '101', name: '', restricted: false };
const ID = callFacts().id;
const [ONE, TWO] = [`${ID}.1`, `${ID}.2`];
const toNext: Attempt = { targets: [phoneTarget('sip:next')], callerId, ringSeconds: 20 };
const GROUP = { by: { extensionId: null, number: '600' }, to: { busy: { kind: 'none' } }, confirm: false } as const;

/** A group rings its members in order: now the two phones of 102, then another member. */
const ringing = (inOrder = true): Call =>
  diallingCall({
    legs: [legTo102(ONE, { state: 'ringing' }), legTo102(TWO)],
    next: [toNext],
    inOrder,
    exits: GROUP,
    earlyMediaBridged: false,
  });
const play = (call: Call, ...events: Event[]) =>
  events.reduce((before, event) => step(before.call, event, AT), step(call, { type: 'aligned' }, AT));
const ended = (channel: string, cause: number, status: number): Event => ({
  type: 'channelEnded',
  channel,
  cause,
  status,
});
const nextRings = { kind: 'dialling', legs: [{ channel: `${ID}.3` }], next: [] };

describe('a member of a group with two phones', () => {
  test.each([
    ['declines on one of them', [ended(ONE, 21, 603)]],
    ['is busy on one, and the other one never rings', [ended(ONE, 17, 486), { type: 'settled', legsMade: 2 }]],
  ] as [string, Event[]][])('%s: both stop, and the next member rings', (_, events) => {
    const { call, commands } = play(ringing(), ...events);
    expect(call.scene).toMatchObject(nextRings);
    const all = commands.flat();
    expect(all).toContainEqual(expect.objectContaining({ type: 'hangUp', channel: TWO }));
    expect(all).toContainEqual(expect.objectContaining({ type: 'createLeg', leg: `${ID}.3` }));
  });

  test('a call to an extension, which tries its next attempt only after a failure, is not taken then', () => {
    expect(play(ringing(false), ended(ONE, 21, 603)).call.scene.kind).toBe('rerouting');
  });
});

test('a redirect by a phone of a member is ignored, like the member’s other forwards', () => {
  const { call } = play(ringing(), { type: 'redirected', leg: ONE, to: '2125550000' }, ended(ONE, 0, 302));
  expect(call.scene).toMatchObject({
    kind: 'dialling',
    legs: [{ channel: TWO }],
    path: [{ event: 'rang', result: 'unreachable' }],
  });
});

describe('a phone that redirects before Asterisk can say where to', () => {
  const again = { target: phoneTarget('sip:102'), callerId };
  const [once, twice] = [`${ID}.3`, `${ID}.4`];
  const lost = (more: Parameters<typeof diallingCall>[0] = {}) =>
    play(diallingCall({ legs: [legTo102(ONE, { again }), legTo102(TWO)], ...more }), ended(ONE, 23, 302));

  test('gets the call once more, and its redirect is followed then', () => {
    const { call, commands } = lost();
    expect(commands.flat()).toContainEqual(
      expect.objectContaining({ type: 'createLeg', leg: once, target: again.target }),
    );
    expect(call.scene).toMatchObject({ legs: [{ channel: TWO }, { channel: once }], path: [] });
    const followed = play(call, { type: 'redirected', leg: once, to: '2125550000' }, ended(once, 23, 302));
    const nextHop = expect.objectContaining({ to: { kind: 'dialled', number: '2125550000' } });
    const onward = expect.objectContaining({ nextHop });
    expect(followed.commands.flat()).toContainEqual(expect.objectContaining({ onward }));
  });

  test('counts as unreachable if that is lost, too', () => {
    const { call, commands } = play(lost().call, ended(once, 23, 302));
    expect(commands.flat()).not.toContainEqual(expect.objectContaining({ type: 'createLeg', leg: twice }));
    expect(call.scene).toMatchObject({ legs: [{ channel: TWO }], path: [{ event: 'rang', result: 'unreachable' }] });
  });

  test('is not called again in a group, which ignores redirects', () => {
    expect(lost({ inOrder: true, exits: GROUP }).call.scene).toMatchObject({ legs: [{ channel: TWO }] });
  });
});

test('a redirect by a carrier is a failure of its trunk, and the next one is tried', () => {
  const outside = legTo102(ONE, { party: { extensionId: null, number: '+12125559999' } });
  const call = diallingCall({ legs: [outside], next: [toNext] });
  const { call: next } = play(call, { type: 'redirected', leg: ONE, to: '19005550100' }, ended(ONE, 0, 302));
  expect(next.scene).toMatchObject({ kind: 'dialling', legs: [{ channel: `${ID}.3` }] });
});
