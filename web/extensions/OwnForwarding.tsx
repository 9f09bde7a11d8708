import { IconArrowForwardUp } from '@tabler/icons-react';
import { lazy, Suspense } from 'react';
import { useDialogAddress } from '../kit/forms/dialog-address.ts';
import { useSession } from '../kit/session/session.ts';
import { Button } from '../ui/Button.tsx';
import { Waiting } from '../ui/Progress.tsx';

const ForwardingDialog = lazy(async () => ({ default: (await import('./ForwardingDialog.tsx')).ForwardingDialog }));

/** An ordinary user's own forwarding and do not disturb. Admins edit them under Extensions. */
export function OwnForwarding() {
  const { user, extension } = useSession();
  const { dialog, open, close } = useDialogAddress(['forwarding']);
  if (user.role !== 'tenant_user' || !extension) return null;
  return (
    <>
      <Button icon={<IconArrowForwardUp size={17} aria-hidden />} onClick={() => open('forwarding', extension.id)}>
        Forwarding
      </Button>
      <Suspense fallback={<Waiting />}>{dialog && <ForwardingDialog extension={extension} onClose={close} />}</Suspense>
    </>
  );
}
