import { canonicalTimezone } from '../../../../src/platform/time/timezone.ts';

/** The browser's time zones as options, with spaces as users type them. Includes a chosen alias such as `US/Eastern`. */
export function timezoneOptions(present: string | null = null): { value: string; label: string }[] {
  const names = new Set([
    ...Intl.supportedValuesOf('timeZone').map((name) => canonicalTimezone(name) ?? name),
    'UTC',
    ...(present ? [present] : []),
  ]);
  return [...names].sort().map((value) => ({ value, label: timezoneLabel(value) }));
}

export const timezoneLabel = (name: string): string => name.replaceAll('_', ' ');
