import type { ForwardCondition } from '../forwarding/contract.ts';

/** What a phone sets by a star code. `to` is what was dialled behind the code; null switches the forward off. */
export type PhoneSetting =
  | { kind: 'forward'; condition: ForwardCondition; to: string | null }
  | { kind: 'doNotDisturb'; on: boolean };

/** A code that phones dial. */
export type StarCode = {
  code: string;
  /** what follows it, in the words of a table: "number" */
  followedBy: string | null;
  does: string;
  /** what it sets; null for a code that is part of a call */
  setting: ((dialled: string) => PhoneSetting) | null;
};
