import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { endOtherSessions, endOwnSession, listOwnSessions } from '../../src/people/own-account/endpoints.ts';
import { ConfirmDialog } from '../kit/acts/ConfirmDialog.tsx';
import { useApiMutation, useChange } from '../kit/session/changes.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { Badge } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import { Card, Muted } from '../ui/layout.tsx';
import { NotLoaded } from '../ui/LoadError.tsx';
import { Time } from '../ui/Time.tsx';
import { toast } from '../ui/toast.tsx';
import styles from './account.module.css';

export function Sessions() {
  const change = useChange();
  const { data, error, refetch } = useQuery(apiQuery(listOwnSessions));
  const [asking, setAsking] = useState(false);
  const end = useApiMutation(endOwnSession);
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
      {(!data || error) && <NotLoaded title="Couldn’t load your sessions" error={error} again={refetch} />}
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
                  busy={end.isPending && end.variables.params.sessionId === session.id}
                  onClick={() =>
                    end.mutate(
                      { params: { sessionId: session.id } },
                      { onSuccess: () => toast.success(`${session.device} was signed out.`, 'Session ended') },
                    )
                  }
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
            await change(endOtherSessions);
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
