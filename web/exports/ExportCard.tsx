import { useQuery, useQueryClient } from '@tanstack/react-query';
import type { Export } from '../../src/exports/contract.ts';
import { downloadExport, getExport, requestExport } from '../../src/exports/endpoints.ts';
import { Download } from '../kit/lists/Download.tsx';
import { addressOf } from '../kit/session/call.ts';
import { useApiMutation } from '../kit/session/changes.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { usePermissionReason } from '../kit/session/session.ts';
import { useTenant } from '../kit/session/tenant-context.ts';
import { Button } from '../ui/Button.tsx';
import { Card, Muted, Row, Stack } from '../ui/layout.tsx';
import { Notice } from '../ui/Notice.tsx';
import { sizeLabel } from '../ui/size-labels.ts';
import { Time } from '../ui/Time.tsx';
import { isLost } from './export-state.ts';

const LOOK_AGAIN_MS = 2000;

/** Exports all data of a tenant. Also works for a cancelled tenant, because it changes nothing. */
export function ExportCard() {
  const tenant = useTenant();
  const client = useQueryClient();
  const reason = usePermissionReason('tenant.export');
  const params = { tenantId: tenant.id };
  const exportQuery = apiQuery(getExport, { params });
  const { data, error, refetch } = useQuery({
    ...exportQuery,
    enabled: !reason,
    refetchInterval: ({ state }) => (state.data?.status === 'preparing' ? LOOK_AGAIN_MS : false),
  });
  const request = useApiMutation(requestExport, { errors: 'shown' });
  const problem = request.error ?? error;
  const lost = data !== undefined && isLost(data);
  // the file is deleted after some days, and the page may be older than that
  const stillThere = async () => {
    const now = await client.query({ ...exportQuery, staleTime: 0 });
    if (now.status !== 'ready') throw new Error('The file has expired. Prepare it again.');
  };
  return (
    <Card form title="Download everything">
      <Stack>
        <p>Settings, extensions, numbers, users, calls and activity, as a ZIP of JSON and CSV files.</p>
        {problem && (
          <Notice tone="error" alert action={error && <Button onClick={() => void refetch()}>Try again</Button>}>
            {problem.message}
          </Notice>
        )}
        <output>{data && <ExportState state={data} lost={lost} />}</output>
        <Row end>
          {data?.status === 'ready' && (
            <Download
              kind="primary"
              href={addressOf(downloadExport, { params })}
              file={`${tenant.sipPrefix}.zip`}
              check={stillThere}
            >
              Download
            </Download>
          )}
          <Button
            disabledReason={reason}
            busy={request.isPending || (data?.status === 'preparing' && !lost)}
            onClick={() => request.mutate({ params })}
          >
            {data?.status === 'ready' ? 'Prepare again' : 'Prepare the file'}
          </Button>
        </Row>
      </Stack>
    </Card>
  );
}

function ExportState({ state, lost }: { state: Export; lost: boolean }) {
  if (state.status === 'none') return null;
  if (lost) return <Muted>The last export failed. Prepare it again.</Muted>;
  if (state.status === 'preparing') return <Muted>Preparing the file. You can leave this page.</Muted>;
  return (
    <Muted>
      Ready{state.bytes !== null && `, ${sizeLabel(state.bytes)}`}
      {state.readyAt && (
        <>
          , as of <Time at={state.readyAt} withClock />
        </>
      )}
      {state.removedAt && (
        <>
          . Available until <Time at={state.removedAt} withClock />
        </>
      )}
      .
    </Muted>
  );
}
