import { IconPhoneOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Empty } from '../../ui/Page.tsx';
import { useSession } from '../session/session.ts';

/** Shown for an empty list of the user's own calls, messages or recordings: `children`, or why there can't be any yet. */
export function OwnEmpty({ children }: { children: ReactNode }) {
  const { user, extension } = useSession();
  if (user.role !== 'tenant_user' || extension) return children;
  return (
    <Empty icon={<IconPhoneOff size={22} />} title="You don’t have an extension yet">
      Ask an admin to choose one for you under Users. Its calls and messages appear here.
    </Empty>
  );
}
