import type { ForwardCondition } from '../forwarding/contract.ts';
import type { PhoneSetting, StarCode } from './contract.ts';

const forward = (code: string, condition: ForwardCondition, when: string): StarCode => ({
  code,
  followedBy: 'number',
  does: `Forwards ${when} to that extension, group, mailbox or outside number.`,
  setting: (to) => ({ kind: 'forward', condition, to }),
});
const noForward = (code: string, condition: ForwardCondition, when: string): StarCode => ({
  code,
  followedBy: null,
  does: `Stops forwarding ${when}.`,
  setting: () => ({ kind: 'forward', condition, to: null }),
});
const doNotDisturb = (code: string, on: boolean): StarCode => ({
  code,
  followedBy: null,
  does: on ? 'Do not disturb: the phone doesn’t ring.' : 'The phone rings again.',
  setting: () => ({ kind: 'doNotDisturb', on }),
});
const schedule: StarCode = {
  code: '*28',
  followedBy: 'schedule’s code',
  does: 'Opens or closes a schedule until its next scheduled change. Works only on phones that are allowed to.',
  setting: (code) => ({ kind: 'schedule', code }),
};
const inCall = (code: string, followedBy: string | null, does: string): StarCode => ({
  code,
  followedBy,
  does,
  setting: null,
});

/**
 * All codes that phones can dial, as common in North America. This is the only table: calls, the page and the test that
 * no code hides an emergency number use it, and docs/partners.md repeats it.
 */
export const STAR_CODES: readonly StarCode[] = [
  forward('*72', 'always', 'all calls'),
  noForward('*73', 'always', 'all calls'),
  forward('*90', 'busy', 'calls while the phone is busy'),
  noForward('*91', 'busy', 'calls while the phone is busy'),
  forward('*92', 'noAnswer', 'calls that nobody answers'),
  noForward('*93', 'noAnswer', 'calls that nobody answers'),
  doNotDisturb('*78', true),
  doNotDisturb('*79', false),
  schedule,
  inCall('*67', 'number', 'Calls without showing your number.'),
  inCall('*82', 'number', 'Calls and shows your number.'),
  inCall('*8', 'extension', 'Takes a call that rings at that extension; without it, one that rings in your group.'),
  inCall('70', null, 'Parks a call that you transfer there.'),
  inCall('701', 'to 720', 'Fetches a parked call.'),
  inCall('*97', null, 'Opens your mailbox.'),
  inCall('*98', null, 'Opens any mailbox by its number and PIN.'),
  inCall('*1', 'during a call', 'Starts and stops the recording.'),
];

/**
 * The setting of a code and the digits after it. Null for a code that sets nothing. A code that needs a number must
 * have one, and other codes must have none.
 */
export function settingOf(code: string, argument: string): PhoneSetting | null {
  const known = STAR_CODES.find((each) => each.code === code);
  if (!known?.setting || (known.followedBy === null) !== (argument === '')) return null;
  return known.setting(argument);
}
