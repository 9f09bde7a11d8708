import { queryOptions } from '@tanstack/react-query';
import type { HelpTopic } from '../../src/support/contract.ts';
import { getHelp } from '../../src/support/endpoints.ts';
import { apiQuery } from '../kit/session/queries.ts';

/** For a tenant's own users: how to reach their provider. */
export const helpQuery = queryOptions({
  ...apiQuery(getHelp),
  staleTime: 60_000,
});

const ABOUT: Record<HelpTopic, (provider: string) => string> = {
  payment: (provider) => `A payment to ${provider} is overdue. Please get in touch to settle it.`,
  usage: (provider) => `A usage limit set by ${provider} has been reached.`,
  precaution: (provider) => `${provider} paused calling as a precaution and would like to talk to you about it.`,
  other: (provider) => `${provider} has paused your phone service.`,
};

/** Explains a suspension to the tenant's users: what to do, without accusing anybody. */
export function suspensionTexts(topics: readonly HelpTopic[], provider: string): string[] {
  const shown = topics.length > 1 ? topics.filter((topic) => topic !== 'other') : topics;
  return shown.map((topic) => ABOUT[topic](provider));
}
