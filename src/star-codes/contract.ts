import type { ForwardCondition } from '../forwarding/contract.ts';

/** What a phone sets by a star code. `to` is what was dialled behind the code; null switches the forward off. */
export type PhoneSetting =
  | { kind: 'forward'; condition: ForwardCondition; to: string | null }
  | { kind: 'doNotDisturb'; on: boolean }
  /** opens or closes the schedule that has this code */
  | { kind: 'schedule'; code: string };

/** Why a phone could not set something, by the reason that its caller hears. */
export type SettingRefusal = 'unknown_number' | 'not_permitted' | 'unavailable';

/** What became of it. `isOn`: whether it is on then, or a schedule open. */
export type SettingResult = { kind: 'set'; isOn: boolean } | { kind: 'refused'; reason: SettingRefusal };

/** A code that phones dial. */
export type StarCode = {
  code: string;
  /** what follows it, in the words of a table: "number" */
  followedBy: string | null;
  does: string;
  /** what it sets; null for a code that is part of a call */
  setting: ((dialled: string) => PhoneSetting) | null;
};
