import type { ForwardCondition } from '../forwarding/contract.ts';

/** A setting that a phone changes by a star code. `to`: what was dialled after the code; null turns the forward off. */
export type PhoneSetting =
  | { kind: 'forward'; condition: ForwardCondition; to: string | null }
  | { kind: 'doNotDisturb'; on: boolean }
  /** opens or closes the schedule that has this code */
  | { kind: 'schedule'; code: string };

/** Why a setting could not be saved, as announced to the caller. */
export type SettingRefusal = 'unknown_number' | 'not_permitted' | 'unavailable';

/** The result. `isOn`: whether it is now on, or a schedule open. */
export type SettingResult = { kind: 'set'; isOn: boolean } | { kind: 'refused'; reason: SettingRefusal };

/** A code that phones dial. */
export type StarCode = {
  code: string;
  /** what follows the code, for a table: "number" */
  followedBy: string | null;
  does: string;
  /** the setting; null for a code that is part of a call */
  setting: ((dialled: string) => PhoneSetting) | null;
};
