import { expect, test } from 'vitest';
import { diallingCall, legTo102 } from '../../test/call-facts.ts';
import { phoneArrival } from '../../test/arrivals.ts';
import * as admitting from '../calls/scenes/admitting.ts';
import { audioChannelsOf } from '../asterisk/ports.ts';
import { roomFor } from './audio-room.ts';

test('a channel takes two ports', () => {
  expect(audioChannelsOf([10_000, 19_999])).toBe(5000);
  expect(audioChannelsOf([10_000, 10_010])).toBe(5);
});

test('ten calls for help have room beside all others, a quarter of what there is at most', () => {
  expect([roomFor([], 5000), roomFor([], 80), roomFor([], 40), roomFor([], 4)]).toEqual([4980, 60, 30, 3]);
});

test('callers, those that ring and those that talk take a channel each', () => {
  const arriving = admitting.enter(phoneArrival('102')).call;
  const ringing = diallingCall({ legs: [legTo102('one'), legTo102('two')] });
  expect(roomFor([arriving, ringing], 8)).toBe(2);
  expect(roomFor([arriving, ringing, ringing, ringing], 8)).toBe(-4);
});

test('of an Asterisk that an older release started, nothing is known', () => expect(roomFor([], null)).toBe(Infinity));
