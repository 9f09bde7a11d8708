import type { ApiRequest } from '../../src/api-requests/contract.ts';
import { Badge, type Tone } from '../ui/Badge.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { Muted } from '../ui/layout.tsx';
import { Time } from '../ui/Time.tsx';

const toneOf = (status: number): Tone => {
  if (status >= 500) return 'red';
  return status >= 400 ? 'amber' : 'green';
};

export const REQUEST_COLUMNS: Column<ApiRequest>[] = [
  { id: 'at', header: 'Time', sortable: true, cell: ({ at }) => <Time at={at} withSeconds /> },
  {
    id: 'request',
    header: 'Request',
    cell: ({ method, route, represents }) => (
      <>
        <code>
          {method} {route ?? '(unknown path)'}
        </code>
        {represents > 1 && <Muted> and {(represents - 1).toLocaleString()} more</Muted>}
      </>
    ),
  },
  { id: 'status', header: 'Status', cell: ({ status }) => <Badge tone={toneOf(status)}>{status}</Badge> },
  { id: 'duration', header: 'Duration', end: true, cell: ({ durationMs }) => `${durationMs.toLocaleString()} ms` },
  { id: 'key', header: 'Key', cell: ({ keyName }) => keyName ?? <Muted>Revoked key</Muted> },
  { id: 'id', header: 'Request ID', cell: ({ id }) => <code>{id}</code> },
];
