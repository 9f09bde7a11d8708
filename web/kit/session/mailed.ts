import { useSession } from './session.ts';

export const NO_MAIL = 'This server has no mail server, so emails aren’t sent.';

type Mailed = (sent: string, otherwise?: string) => string;

/** Chooses the text that says that an email is sent, or the other one where there is no mail server. */
export function useMailed(): Mailed {
  const { mail } = useSession();
  return (sent, otherwise = NO_MAIL) => (mail === 'on' ? sent : otherwise);
}

/** For a response without a link to hand over: it was mailed. */
export const linkMailed = (email: string): string => `We emailed a link to ${email}. It works for 7 days.`;
