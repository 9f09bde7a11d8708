import { Notice } from '../../ui/Notice.tsx';
import { useSession } from '../session/session.ts';

export const NO_MAIL = 'This server has no mail server, so emails aren’t sent.';

/** Says that emails aren't sent, where a page mentions them. */
export function NoMail() {
  return useSession().mail === 'off' ? <Notice tone="warning">{NO_MAIL}</Notice> : null;
}
