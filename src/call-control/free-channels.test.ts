import { expect, test } from 'vitest';
import { phoneArrival } from '../../test/arrivals.ts';
import { diallingCall, legTo102 } from '../../test/call-facts.ts';
import { audioChannelsOf } from '../asterisk/ports.ts';
import * as admitting from '../calls/scenes/admitting.ts';
import { countFreeChannels } from './free-channels.ts';

test('a channel takes two ports', () => {
  expect(audioChannelsOf([10_000, 19_999])).toBe(5000);
  expect(audioChannelsOf([10_000, 10_010])).toBe(5);
});

test('ten emergency calls have reserved channels, but at most a quarter of all', () => {
  expect([
    countFreeChannels([], 5000),
    countFreeChannels([], 80),
    countFreeChannels([], 40),
    countFreeChannels([], 4),
  ]).toEqual([4980, 60, 30, 3]);
});

test('callers, ringing legs and answered legs use one channel each', () => {
  const arriving = admitting.enter(phoneArrival('102')).call;
  const ringing = diallingCall({ legs: [legTo102('one'), legTo102('two')] });
  expect(countFreeChannels([arriving, ringing], 8)).toBe(2);
  expect(countFreeChannels([arriving, ringing, ringing, ringing], 8)).toBe(-4);
});

test('there is no limit for an Asterisk that an older release started', () =>
  expect(countFreeChannels([], null)).toBe(Infinity));
