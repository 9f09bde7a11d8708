import { describe, expect, test } from 'vitest';
import { ApiError } from '../../kit/session/api.ts';
import { reactivateDisabledReason, refusalText, statusDisabledReason } from './status-rules.ts';

describe('why a status can’t be chosen', () => {
  test('the current and the allowed statuses have no reason', () => {
    expect(statusDisabledReason({ status: 'ACTIVE', allowed: ['SUSPENDED'] }, 'ACTIVE')).toBeNull();
    expect(statusDisabledReason({ status: 'ACTIVE', allowed: ['SUSPENDED'] }, 'SUSPENDED')).toBeNull();
  });
  test('every other status has one', () => {
    expect(statusDisabledReason({ status: 'ACTIVE', allowed: [] }, 'TRIAL')).toContain('can’t go back to trial');
    expect(statusDisabledReason({ status: 'SUSPENDED', allowed: ['ACTIVE'] }, 'TRIAL')).toContain('was active before');
    expect(statusDisabledReason({ status: 'CANCELLED', allowed: ['ACTIVE'] }, 'SUSPENDED')).toContain('Reactivate');
  });
  test('a tenant can’t be reactivated after 90 days', () => {
    const now = new Date('2026-01-01T12:00:00Z');
    expect(reactivateDisabledReason({ purgeAt: '2026-01-01T12:00:01Z' }, now)).toBeNull();
    expect(reactivateDisabledReason({ purgeAt: '2026-01-01T12:00:00Z' }, now)).not.toBeNull();
    expect(reactivateDisabledReason({ purgeAt: null }, now)).toBeNull();
  });
  test('names the reasons that only the operator can lift', () => {
    const kept = new ApiError(409, 'reason_kept', 'Only the operator can lift it.', { extra: { kept: ['fraud'] } });
    expect(refusalText(kept)).toBe('Only the operator can lift it. Still in force: suspected fraud or abuse.');
    expect(refusalText(new Error('other'))).toBe('other');
  });
});
