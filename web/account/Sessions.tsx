import { queryOptions, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import type { OwnSession, OwnSessionList } from '../../src/people/contract.ts';
import { api, errorText } from '../kit/api.ts';
import { ConfirmDialog } from '../kit/ConfirmDialog.tsx';
import { Badge } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import { Card, Muted } from '../ui/layout.tsx';
import { NotLoaded } from '../ui/NotLoaded.tsx';
import { Time } from '../ui/Time.tsx';
import { toast } from '../ui/toast.tsx';
import styles from './account.module.css';

type Own = z.infer<typeof OwnSession>;

export const sessionsQuery = queryOptions({
  queryKey: ['own-sessions'],
  queryFn: () => api.get<z.infer<typeof OwnSessionList>>('/sessions'),
});

export function Sessions() {
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(sessionsQuery);
  const [asking, setAsking] = useState(false);
  const [ending, setEnding] = useState<string | null>(null);
  const refresh = () => client.invalidateQueries({ queryKey: sessionsQuery.queryKey });
  const end = async ({ id, device }: Own) => {
    setEnding(id);
    try {
      await api.delete(`/sessions/${id}`);
      toast.success(`${device} was signed out.`, 'Session ended');
    } catch (failure) {
      const words = errorText(failure);
      if (words) toast.error(words);
    } finally {
      await refresh();
      setEnding(null);
    }
  };
  const others = data?.items.filter(({ current }) => !current) ?? [];
  return (
    <Card
      title="Where you’re signed in"
      actions={
        others.length > 0 && (
          <Button small onClick={() => setAsking(true)}>
            Sign out everywhere else
          </Button>
        )
      }
    >
      {error && <NotLoaded title="Couldn’t load your sessions" error={error} again={refetch} />}
      {!data && !error && <output>Loading…</output>}
      {data && (
        <ul className={styles.sessions}>
          {data.items.map((session) => (
            <li key={session.id}>
              <div>
                <div className={styles.device}>
                  {session.device} {session.current && <Badge tone="green">This session</Badge>}
                </div>
                <Muted>
                  {session.address} · last used <Time at={session.lastUsedAt} withClock /> · signed in{' '}
                  <Time at={session.createdAt} />
                </Muted>
              </div>
              {!session.current && (
                <Button
                  small
                  kind="quiet"
                  aria-label={`Sign out ${session.device}, ${session.address}`}
                  busy={ending === session.id}
                  onClick={() => void end(session)}
                >
                  Sign out
                </Button>
              )}
            </li>
          ))}
        </ul>
      )}
      {asking && (
        <ConfirmDialog
          title="Sign out everywhere else?"
          verb="Sign out everywhere else"
          act={async () => {
            await api.delete('/sessions');
            await refresh();
            toast.success('Only this session is left.', 'Signed out everywhere else');
          }}
          onClose={() => setAsking(false)}
        >
          <p>You stay signed in here. Every other browser and device has to sign in again.</p>
        </ConfirmDialog>
      )}
    </Card>
  );
}
