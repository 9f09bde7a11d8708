import { Notice } from '../../ui/Notice.tsx';
import { useSession } from '../session/session.ts';

export const NO_MAIL = 'This server has no mail server, so emails aren’t sent.';

/** Beside a promise of emails, where none are sent. */
export function NoMail() {
  return useSession().mail === 'off' ? <Notice tone="warning">{NO_MAIL}</Notice> : null;
}
