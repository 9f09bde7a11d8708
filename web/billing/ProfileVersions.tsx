import { useQuery } from '@tanstack/react-query';
import type { BillingProfile, BillingProfileVersion, BillingTerms } from '../../src/billing/contract.ts';
import { Card, LineList, Muted, Stack } from '../ui/layout.tsx';
import { NotLoaded } from '../ui/LoadError.tsx';
import { Time } from '../ui/Time.tsx';
import { profileVersionsQuery } from './queries.ts';
import { termChanges } from './term-changes.ts';
import { useRateTables } from './TermsFields.tsx';

/** The versions of a profile, newest first. */
export function ProfileVersions({ profile }: { profile: BillingProfile }) {
  const { data, error, refetch } = useQuery(profileVersionsQuery(profile.id));
  const rateTables = useRateTables(profile.currency);
  const words = {
    currency: profile.currency,
    rates: (id: string) => rateTables.find(({ value }) => value === id)?.label ?? 'a deleted table',
  };
  return (
    <Card title="Versions">
      {(!data || error) && <NotLoaded title="Couldn’t load the versions" error={error} again={refetch} />}
      <LineList>
        {data?.items.map((version, index) => (
          <li key={version.number}>
            <Stack gap="tiny">
              <div>
                <strong>{version.number}</strong> <Time at={version.createdAt} withClock />{' '}
                <Muted>{index === 0 ? 'Current terms' : cyclesText(version)}</Muted>
              </div>
              <div>
                {changesText(version, data.items[index + 1], (before, after) => termChanges(before, after, words))}
              </div>
            </Stack>
          </li>
        ))}
      </LineList>
    </Card>
  );
}

const cyclesText = ({ cycles }: BillingProfileVersion): string =>
  cycles === 0 ? 'No cycles billed' : `Cycles billed: ${cycles}`;

function changesText(
  version: BillingProfileVersion,
  before: BillingProfileVersion | undefined,
  changesOf: (before: BillingTerms, after: BillingTerms) => string[],
): string {
  if (!before) return 'As it was created';
  const renamed = version.name === before.name ? [] : [`Name: ${before.name} → ${version.name}`];
  return [...renamed, ...changesOf(before.terms, version.terms)].join('; ');
}
