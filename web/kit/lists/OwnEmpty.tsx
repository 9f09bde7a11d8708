import { IconPhoneOff } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { Empty } from '../../ui/Page.tsx';
import { useSession } from '../session/session.ts';

/** An empty list of one's own calls, messages or recordings: `children`, or why there can be none yet. */
export function OwnEmpty({ children }: { children: ReactNode }) {
  const { user, extension } = useSession();
  if (user.role !== 'tenant_user' || extension) return children;
  return (
    <Empty icon={<IconPhoneOff size={22} />} title="No extension is yours yet">
      Ask an admin to choose one for you under Users. Its calls and messages appear here.
    </Empty>
  );
}
