import { IconHeartbeat } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import type { Health, Incident } from '../../src/incidents/contract.ts';
import { getHealth, listIncidents } from '../../src/incidents/endpoints.ts';
import { PART_NAMES } from '../../src/incidents/rules.ts';
import { ListPage } from '../kit/lists/ListPage.tsx';
import { NoMail } from '../kit/pages/NoMail.tsx';
import { apiList, apiQuery } from '../kit/session/queries.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { Badge } from '../ui/Badge.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { Card, Fact, Facts, Muted, Stack } from '../ui/layout.tsx';
import { NotLoaded } from '../ui/LoadError.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { sizeLabel } from '../ui/size-labels.ts';
import { StaleNotice } from '../ui/StaleNotice.tsx';
import { Time } from '../ui/Time.tsx';

const route = getRouteApi('/authenticated/operator/health');

const COLUMNS: Column<Incident>[] = [
  { id: 'lastAt', header: 'Last time', sortable: true, cell: ({ lastAt }) => <Time at={lastAt} withClock /> },
  { id: 'part', header: 'What ended', cell: ({ part }) => <strong>{PART_NAMES[part]}</strong> },
  { id: 'times', header: 'Times', end: true, cell: ({ times }) => times.toLocaleString() },
  { id: 'beganAt', header: 'First time', cell: ({ beganAt }) => <Time at={beganAt} withClock /> },
  { id: 'reason', header: 'How', cell: ({ reason }) => reason },
  { id: 'machine', header: 'Machine', cell: ({ machine }) => machine },
  {
    id: 'report',
    header: 'Report',
    cell: ({ report }) => (report === null ? <Muted>None</Muted> : <code>{report}</code>),
  },
];

/** The health of the service, and its incidents. */
export function HealthPage() {
  return (
    <Page title="Health">
      <Stack>
        <Now />
        <NoMail />
        <ListPage
          {...apiList(listIncidents, { search: route.useSearch() })}
          label="Unexpected ends"
          noun={NOUNS.incident}
          columns={COLUMNS}
          defaultSort="-lastAt"
          refetchInterval={10_000}
          empty={
            <Empty icon={<IconHeartbeat size={22} />} title="Nothing has ended unexpectedly">
              If Asterisk, call control or the database ends unexpectedly, it’s restarted, you get an email, and it’s
              listed here.
            </Empty>
          }
        />
      </Stack>
    </Page>
  );
}

const VOICE: Record<Health['voice'], { tone: 'green' | 'red' | 'amber'; text: string }> = {
  ok: { tone: 'green', text: 'Calls can be made' },
  down: { tone: 'red', text: 'Calls can’t be made' },
  off: { tone: 'amber', text: 'Calls are off' },
};

function Now() {
  const { data, error, dataUpdatedAt, refetch } = useQuery({
    ...apiQuery(getHealth),
    refetchInterval: 10_000,
  });
  if (!data) return <NotLoaded title="Couldn’t load the current state" error={error} again={refetch} />;
  const { asterisk } = data;
  return (
    <>
      {error && <StaleNotice error={error} since={dataUpdatedAt} />}
      {asterisk && asterisk.vulnerabilities.length > 0 && (
        <Notice tone="warning" title={`Asterisk ${asterisk.version} has known vulnerabilities`}>
          <ul>
            {asterisk.vulnerabilities.map(({ id, about }) => (
              <li key={id}>
                {about} ({id})
              </li>
            ))}
          </ul>
          <p>
            Run <code>npm run operator -- upgrade-asterisk</code> on the machine that runs Asterisk.
          </p>
        </Notice>
      )}
      <Card title="Now">
        <Facts>
          <Fact name="Calls">
            <Badge tone={VOICE[data.voice].tone}>{VOICE[data.voice].text}</Badge>
          </Fact>
          {asterisk && (
            <>
              <Fact name="Asterisk">{asterisk.version}</Fact>
              <Fact name="Running since">
                <Time at={asterisk.startedAt} withClock />
              </Fact>
              <Fact name="Memory">{sizeLabel(asterisk.memoryBytes)}</Fact>
              {asterisk.restartBecause !== null && (
                <Fact name="Restart">When no calls are in progress ({asterisk.restartBecause})</Fact>
              )}
            </>
          )}
        </Facts>
      </Card>
    </>
  );
}
