import type { SuspensionReason } from '../status/contract.ts';
import { HELP_TOPICS, type HelpTopic } from './contract.ts';

const TOPIC_OF = {
  past_due: 'payment',
  spend_cap: 'usage',
  minutes_cap: 'usage',
  fraud: 'precaution',
  manual: 'other',
} as const satisfies Record<SuspensionReason, HelpTopic>;

/** The topics of a suspension that the tenant's own users may see. */
export function helpTopics(reasons: readonly SuspensionReason[]): HelpTopic[] {
  const topics = new Set(reasons.map((reason) => TOPIC_OF[reason]));
  return HELP_TOPICS.filter((topic) => topics.has(topic));
}
