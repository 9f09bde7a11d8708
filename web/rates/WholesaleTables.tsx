import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useMay } from '../kit/session/session.ts';
import { Card, LineList, Muted } from '../ui/layout.tsx';
import { LoadError } from '../ui/LoadError.tsx';
import { wholesaleTablesQuery } from './queries.ts';
import { DIRECTIONS } from './wholesale-labels.ts';

/** The partner's own wholesale tables. Shows nothing until the operator has set them. */
export function WholesaleTables() {
  const enabled = useMay('wholesale.read');
  const { data, error, refetch } = useQuery({ ...wholesaleTablesQuery, enabled });
  if (error && !data) return <LoadError title="Couldn’t load your wholesale rates" error={error} again={refetch} />;
  if (!data || data.items.length === 0) return null;
  return (
    <Card title="What calls cost you">
      <LineList intro="Your wholesale rates. Your tenants never see them.">
        {data.items.map(({ id, name, direction, currency }) => (
          <li key={id}>
            <Link to="/wholesale/$wholesaleTableId" params={{ wholesaleTableId: id }}>
              {name}
            </Link>
            <Muted>
              {DIRECTIONS[direction]}, {currency}
            </Muted>
          </li>
        ))}
      </LineList>
    </Card>
  );
}
