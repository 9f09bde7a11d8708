import { useBlocker } from '@tanstack/react-router';
import { Button } from '../ui/Button.tsx';
import { Dialog, DialogActions } from '../ui/Dialog.tsx';

/** Asks before what was typed and not saved is left: by a link, by the back button, or by closing the window. */
export function Unsaved({ dirty }: { dirty: boolean }) {
  const leaving = useBlocker({
    // a filter or a tab in the address is no way out; whoever signs in as somebody else has been asked
    shouldBlockFn: ({ current, next }) => dirty && current.pathname !== next.pathname && next.pathname !== '/sign-in',
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
