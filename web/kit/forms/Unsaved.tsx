import { useBlocker } from '@tanstack/react-router';
import { Button } from '../../ui/Button.tsx';
import { Dialog, DialogActions } from '../../ui/Dialog.tsx';

/** The dialog named in a URL. */
const dialogOf = (search: object): unknown => Object.entries(search).find(([name]) => name === 'dialog')?.[1];

/** Asks before unsaved input is lost by a link, the back button, or closing the window. */
export function Unsaved({ dirty }: { dirty: boolean }) {
  const leaving = useBlocker({
    // changing a filter doesn't leave the page; "Sign in as someone else" has already asked
    shouldBlockFn: ({ current, next }) =>
      dirty &&
      next.pathname !== '/sign-in' &&
      (current.pathname !== next.pathname || dialogOf(current.search) !== dialogOf(next.search)),
    enableBeforeUnload: dirty,
    withResolver: true,
  });
  if (leaving.status !== 'blocked') return null;
  return (
    <Dialog title="Leave without saving?" size="small" onClose={leaving.reset}>
      <p>What you typed isn’t saved yet.</p>
      <DialogActions>
        <Button data-autofocus onClick={leaving.reset}>
          Stay here
        </Button>
        <Button kind="danger" onClick={leaving.proceed}>
          Leave without saving
        </Button>
      </DialogActions>
    </Dialog>
  );
}
