import { canonicalTimezone } from '../../../src/platform/values/timezone.ts';

/**
 * Every zone that this browser knows, as options of a select, with spaces as one types them. A link such as `US/Eastern` that is chosen is
 * kept among them.
 */
export function timezoneOptions(present: string | null = null): { value: string; label: string }[] {
  const names = new Set([
    ...Intl.supportedValuesOf('timeZone').map((name) => canonicalTimezone(name) ?? name),
    'UTC',
    ...(present ? [present] : []),
  ]);
  return [...names].sort().map((value) => ({ value, label: timezoneLabel(value) }));
}

export const timezoneLabel = (name: string): string => name.replaceAll('_', ' ');
