import type { CallFacts } from './call-facts.ts';
import type { Attempt } from './decision.ts';

/** Everything about a call in progress. */
export type Call = {
  /** the caller's channel */
  caller: string;
  state: 'new' | 'admitting' | 'announcing' | 'dialling' | 'talking' | 'ended';
  facts: CallFacts | null;
  /** how the callee is reached, while there is more to try */
  plan: { ringSeconds: number; next: Attempt[] } | null;
  /** what the caller offered */
  codecs: string[];
  /** legs that ring, or the one that was answered */
  legs: string[];
  /** the number of legs so far; names the next */
  dialled: number;
  /** the caller must be encrypted */
  encryptedCaller: boolean;
  /** the legs must be encrypted */
  secure: boolean;
  /** those of the legs whose phone has said that it rings */
  alerting: string[];
  /** why legs ended before an answer */
  causes: number[];
  /** a phone has declined by 603, and the caller gets the same */
  declined: boolean;
  /** the legs are in the caller's bridge already, so that it hears what they send before the answer */
  earlyMediaBridged: boolean;
  /** the caller hears ringback */
  ringbackSent: boolean;
  /** how it ends, once the announcement has been played */
  cause: number | null;
  answeredAt: string | null;
};
