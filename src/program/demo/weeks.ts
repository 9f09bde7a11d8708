import { DAY_MS } from '../../platform/time/durations.ts';
import { addDays, dayAt, firstOfMonth } from '../../platform/time/zoned-days.ts';
import { DEMO_ZONE } from './billing.ts';
import type { StoryCall } from './story.ts';

const [DID, FLOUR, DAIRY, CAFE, CAKES, SCHOOL] = [
  'did',
  '+12125550120',
  '+19175550123',
  '+12125550124',
  '+16465550125',
  '+12125550126',
];
/** Suppliers abroad. */
export const [MILL, VANILLA] = ['+390255500143', '+525555550142'];

type Planned = [hour: number, from: string, to: string, talked: number];
const counter: StoryCall['rang'] = [['101', 6, 'answered']];

const WORKDAY: Planned[] = [
  [11.1, CAFE, DID, 74],
  [11.8, '103', FLOUR, 196],
  [12.6, '102', DAIRY, 143],
  [13.5, CAKES, DID, 318],
  [14.9, '103', CAFE, 232],
  [16.3, '101', CAKES, 287],
];
/** Additional calls by weekday, starting on Sunday. */
const WEEK: Planned[][] = [
  [[15.2, CAFE, DID, 88]],
  [...WORKDAY, [13.1, '103', MILL, 374]],
  [...WORKDAY, [15.7, '101', SCHOOL, 121]],
  [...WORKDAY, [17.4, '103', VANILLA, 266]],
  [...WORKDAY, [13.2, '103', MILL, 512]],
  [...WORKDAY, [18.1, SCHOOL, DID, 93]],
  [
    [12.2, CAFE, DID, 61],
    [14.4, '101', CAKES, 178],
  ],
];
/** Factors that make weeks differ. */
const PACE = [1, 0.7, 1.2, 0.9];
/** The three days before today are in `calls.ts`. */
const LAST_DAY = 4;

/** A bakery's calls from the first day of last month, in its zone, on: oldest first. */
export function weeksOfCalls(now: Date): StoryCall[] {
  const today = Math.floor(now.getTime() / DAY_MS);
  const lastMonth = firstOfMonth(addDays(firstOfMonth(dayAt(now.getTime(), DEMO_ZONE)), -1));
  const first = Date.parse(lastMonth) / DAY_MS;
  const calls: StoryCall[] = [];
  for (let date = first; date <= today - LAST_DAY; date++) {
    const pace = PACE[Math.floor(date / 7) % PACE.length] ?? 1;
    const planned = WEEK[new Date(date * DAY_MS).getUTCDay()] ?? [];
    for (const [hour, from, to, talked] of planned.toSorted(([one], [other]) => one - other))
      calls.push({
        day: today - date,
        hour,
        from,
        to,
        rang: to === DID ? counter : [],
        talked: Math.round(talked * pace),
      });
  }
  return calls;
}
