import { expect, test } from 'vitest';
import { instantsOf, wallTime } from './zoned-times.ts';

const at = (text: string) => Date.parse(text);

test.each([
  ['2026-11-28T09:30', 'America/New_York', '2026-11-28T14:30Z', '2026-11-28T14:30Z'],
  // skipped: clocks go from 02:00 to 03:00
  ['2026-03-08T02:30', 'America/New_York', '2026-03-08T07:00Z', '2026-03-08T07:00Z'],
  // shown twice
  ['2026-11-01T01:30', 'America/New_York', '2026-11-01T05:30Z', '2026-11-01T06:30Z'],
  // half an hour back at 02:00
  ['2026-04-05T01:45', 'Australia/Lord_Howe', '2026-04-04T14:45Z', '2026-04-04T15:15Z'],
  // midnight itself is skipped
  ['2026-04-24T00:00', 'Africa/Cairo', '2026-04-23T22:00Z', '2026-04-23T22:00Z'],
  // a whole day is skipped
  ['2011-12-30T12:00', 'Pacific/Apia', '2011-12-30T10:00Z', '2011-12-30T10:00Z'],
])('%s in %s', (wall, zone, first, last) => {
  expect(instantsOf(wall, zone)).toEqual({ first: at(first), last: at(last) });
});

test('a clock shows what it is read from', () => {
  for (const zone of ['America/New_York', 'Asia/Kolkata', 'Pacific/Auckland'])
    for (let hour = 0; hour < 24 * 365; hour += 7) {
      const instant = at('2026-01-01T00:00Z') + hour * 3_600_000;
      const { first, last } = instantsOf(wallTime(instant, zone), zone);
      expect([first, last], `${zone} ${hour}`).toContain(instant);
    }
});
