import type { Mode } from '../../../src/platform/values/mode.ts';
import { plural } from '../../ui/plural.ts';
import { NOUNS } from './nouns.ts';

/** Describes the tenants of a key or webhook, for a list. */
export function tenantsText({ tenantIds, mode }: { tenantIds: readonly string[] | null; mode: Mode }): string {
  if (tenantIds) return plural(tenantIds.length, NOUNS.tenant);
  return mode === 'test' ? 'all sandboxes' : 'all tenants';
}
