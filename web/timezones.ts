/** Every zone that this browser knows, as options of a select. A link such as `US/Eastern` that a tenant has is kept among them. */
export function timezoneOptions(present: string | null = null): { value: string; label: string }[] {
  const names = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', ...(present ? [present] : [])]);
  return [...names].sort().map((value) => ({ value, label: value }));
}
