import { expect, test } from 'vitest';
import { everyDay } from '../../test/schedules.ts';
import { hoursLabel } from './labels.ts';
import { pictureFrom, weekInWords } from './picture.ts';

const closed = { kind: 'closed' } as const;
const night = { kind: 'spans', spans: [{ from: '22:00', to: '06:00' }] } as const;
const office = { kind: 'spans', spans: [{ from: '09:00', to: '17:00' }] } as const;
const week = { ...everyDay(closed), friday: { ...night, spans: [...night.spans] } };

test('includes hours that continue from the day before', () => {
  const days = pictureFrom({ week, holidays: [], override: null }, '2026-11-26');
  expect(days.map(({ day, parts }) => [day, parts]).slice(0, 3)).toEqual([
    ['2026-11-26', []],
    ['2026-11-27', [{ from: 1320, to: 1440 }]],
    ['2026-11-28', [{ from: 0, to: 360 }]],
  ]);
  expect(pictureFrom({ week, holidays: [], override: null }, '2026-11-28')[0]?.parts).toEqual([{ from: 0, to: 360 }]);
});

test('names the holiday that sets a day’s hours', () => {
  const holidays = [{ name: 'Inventory', dates: { kind: 'date', date: '2026-11-27' } as const, hours: closed }];
  const [, friday, saturday] = pictureFrom({ week, holidays, override: null }, '2026-11-26');
  expect(friday).toMatchObject({ because: { kind: 'date', name: 'Inventory' }, parts: [] });
  expect(saturday?.parts).toEqual([]);
});

test('groups equal days of a week', () => {
  const hours = { ...office, spans: [...office.spans] };
  const work = { ...everyDay(hours), saturday: closed, sunday: { kind: 'allDay' } as const };
  expect(weekInWords(work, hoursLabel)).toEqual(['Mon–Fri 9:00 AM – 5:00 PM', 'Sat closed', 'Sun 24 hours']);
});
