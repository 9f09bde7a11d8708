import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { listIncidents } from '../../src/incidents/endpoints.ts';
import { CONSEQUENCES, PART_NAMES } from '../../src/incidents/rules.ts';
import { DAY_MS } from '../../src/platform/time/durations.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { Notice } from '../ui/Notice.tsx';
import { plural } from '../ui/plural.ts';
import { Time } from '../ui/Time.tsx';

/** Incidents of the last day on the operator's home page. */
export function RecentIncidents() {
  // counted from when the page was opened, because otherwise the query's key would change every second
  const [since] = useState(() => new Date(Date.now() - DAY_MS).toISOString());
  const { data } = useQuery({
    ...apiQuery(listIncidents, { query: { since, limit: 1 } }),
    refetchInterval: 30_000,
  });
  const latest = data?.items[0];
  if (!latest) return null;
  return (
    <Notice
      tone="warning"
      title={plural(latest.times, {
        one: `${PART_NAMES[latest.part]} ended unexpectedly`,
        other: `${PART_NAMES[latest.part]} ended unexpectedly # times`,
      })}
      action={<Link to="/operator/health">Show health</Link>}
    >
      <p>
        {CONSEQUENCES[latest.part]} Last time: <Time at={latest.lastAt} withClock />
      </p>
    </Notice>
  );
}
