import { expect, test } from 'vitest';
import { US_HOLIDAYS } from '../../src/schedules/holiday-rules.ts';
import { createSchema, holidayFormOf, NEW_HOLIDAY, newSchedule } from './schedule-form.ts';

const read = (form: Partial<typeof newSchedule>) => createSchema.safeParse({ ...newSchedule, name: 'Office', ...form });

test('sends valid input, and no code if none is typed', () => {
  expect(read({}).data).toMatchObject({
    code: null,
    week: { monday: { kind: 'spans', spans: [{ from: '09:00', to: '17:00' }] }, sunday: { kind: 'closed' } },
  });
});

test('converts each preset holiday to the form and back unchanged', () => {
  expect(read({ holidays: US_HOLIDAYS.map(holidayFormOf) }).data?.holidays).toEqual(US_HOLIDAYS);
});

test('shows a fault at its field', () => {
  const holiday = { ...NEW_HOLIDAY, name: 'Inventory' };
  expect(read({ holidays: [holiday] }).error?.issues.map(({ path }) => path.join('.'))).toEqual([
    'holidays.0.dates.date',
  ]);
  const spans = [
    { from: '09:00', to: '12:00' },
    { from: '11:00', to: '17:00' },
  ];
  const week = { ...newSchedule.week, monday: { kind: 'spans' as const, spans } };
  expect(read({ week }).error?.issues.map(({ path }) => path.join('.'))).toEqual(['week.monday.spans.1.to']);
});
