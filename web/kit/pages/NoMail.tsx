import { Notice } from '../../ui/Notice.tsx';
import { NO_MAIL } from '../session/mailed.ts';
import { useSession } from '../session/session.ts';

/** Says that emails aren't sent, where a page mentions them. */
export function NoMail() {
  return useSession().mail === 'off' ? <Notice tone="warning">{NO_MAIL}</Notice> : null;
}
