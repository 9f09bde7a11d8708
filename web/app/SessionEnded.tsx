import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Session } from '../../src/people/contract.ts';
import { SignInForm } from '../auth/SignInForm.tsx';
import { sessionQuery } from '../kit/session/session.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog } from '../ui/Dialog.tsx';
import { toast } from '../ui/toast.tsx';
import styles from './shell.module.css';

/** Shown over the page when the session has ended, so that the user can sign in and continue without losing input. */
export default function SessionEnded({ email, userId }: { email: string; userId: string }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const signedIn = async (session: Session) => {
    // another user must not see this user's data
    if (session.user.id !== userId) return location.assign('/');
    client.setQueryData(sessionQuery.queryKey, session);
    toast.success('You can continue where you left off.', 'Signed in again');
    await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' });
  };
  return (
    <>
      <div className={styles.curtain} />
      <Dialog
        title="Your session has ended"
        intro="Sign in to continue. What you typed is still here."
        size="small"
        above
      >
        <SignInForm email={email} onSignedIn={signedIn} />
        <Button kind="quiet" wide onClick={() => void navigate({ to: '/sign-in' })}>
          Sign in as someone else
        </Button>
      </Dialog>
    </>
  );
}
