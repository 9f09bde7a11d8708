import { compact, type Raw, textOf } from '../kit/lists/search.ts';

export type AuditSearch = {
  cursor?: string | undefined;
  tenantId?: string | undefined;
  actorId?: string | undefined;
  action?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
};

export function readAuditSearch(raw: Raw): AuditSearch {
  return compact({
    cursor: textOf(raw.cursor, 1000),
    tenantId: textOf(raw.tenantId),
    actorId: textOf(raw.actorId),
    action: textOf(raw.action),
    from: instantOf(raw.from),
    to: instantOf(raw.to),
  });
}

const instantOf = (value: unknown): string | undefined =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? new Date(value).toISOString() : undefined;
