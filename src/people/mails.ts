import { type Config, webAddress } from '../platform/config.ts';
import { mailLink, type MailText, mailText } from '../platform/escape/mail.ts';

/** A mail to a user about their account. `brand` is the partner's name; the operator's users have none. */
type AccountMail = { subject: MailText; body: MailText };

/** The token comes after `#`, which browsers do not send, so it never appears in a server's or proxy's log. */
export const welcomeLink = (config: Config, token: string): string => `${webAddress(config)}/welcome#${token}`;

const WHEN = new Intl.DateTimeFormat('en-US', { dateStyle: 'full', timeStyle: 'short', timeZone: 'UTC' });
const utc = (at: Date): string => `${WHEN.format(at)} UTC`;

/** Greeting, paragraphs and the sender's brand. */
function letter(name: string, brand: string | null, paragraphs: MailText[]): MailText {
  const all = [...paragraphs, ...(brand === null ? [] : [mailText`${brand}`])];
  return all.reduce((text, paragraph) => mailText`${text}\n\n${paragraph}`, mailText`Hello ${name},`);
}

const system = (brand: string | null): MailText =>
  brand === null ? mailText`the phone system` : mailText`the ${brand} phone system`;
const account = (brand: string | null): MailText =>
  brand === null ? mailText`your account` : mailText`your account with ${brand}`;

export type LinkKind = 'invitation' | 'new-password' | 'forgotten';

const IGNORE = mailText`If you did not expect this email, you can ignore it.`;
const NOTHING_CHANGED = mailText`Choosing a new password signs you out everywhere. If you did not ask for this, ignore this email: your current password still works.`;

/** A mail with a link for choosing a password. */
export function passwordLinkMail(
  kind: LinkKind,
  { name, brand, link, expires }: { name: string; brand: string | null; link: string; expires: Date },
): AccountMail {
  const TEXTS = {
    invitation: {
      subject: mailText`Your invitation to ${system(brand)}`,
      why: mailText`${brand ?? 'Somebody'} has created an account for you. Choose your password here:`,
      otherwise: IGNORE,
    },
    'new-password': {
      subject: mailText`Reset your password for ${system(brand)}`,
      why: mailText`An admin has sent you this link to choose a new password for ${account(brand)}:`,
      otherwise: NOTHING_CHANGED,
    },
    forgotten: {
      subject: mailText`Reset your password for ${system(brand)}`,
      why: mailText`We received a request to reset the password of ${account(brand)}. Choose a new password here:`,
      otherwise: NOTHING_CHANGED,
    },
  } as const satisfies Record<LinkKind, unknown>;
  const { subject, why, otherwise } = TEXTS[kind];
  const expiry = mailText`The link works once and expires on ${utc(expires)}. ${otherwise}`;
  return { subject, body: letter(name, brand, [why, mailLink(link), expiry]) };
}

export type NoticeKind =
  | 'password-changed'
  | 'second-factor-enabled'
  | 'second-factor-disabled'
  | 'second-factor-reset';

/** A security notice, so that a user notices a takeover of the account. */
export function noticeMail(
  kind: NoticeKind,
  { name, brand, at }: { name: string; brand: string | null; at: Date },
): AccountMail {
  const TEXTS = {
    'password-changed': {
      subject: 'Your password was changed',
      text: mailText`The password of ${account(brand)} was changed on ${utc(at)}. All other sessions were signed out.`,
    },
    'second-factor-enabled': {
      subject: 'Two-factor authentication is on',
      text: mailText`Two-factor authentication was turned on for ${account(brand)} on ${utc(at)}. Signing in now asks for a code from your authenticator app.`,
    },
    'second-factor-disabled': {
      subject: 'Two-factor authentication is off',
      text: mailText`Two-factor authentication was turned off for ${account(brand)} on ${utc(at)}. Signing in asks for your password only.`,
    },
    'second-factor-reset': {
      subject: 'Two-factor authentication was reset',
      text: mailText`An admin reset two-factor authentication for ${account(brand)} on ${utc(at)} and signed you out everywhere. Sign in with your password, then set it up again.`,
    },
  } as const satisfies Record<NoticeKind, unknown>;
  const { subject, text } = TEXTS[kind];
  const otherwise = mailText`If this wasn't you, choose “Forgot password?” on the sign-in page to reset your password, and tell your admin.`;
  return {
    subject: brand === null ? mailText`${subject}` : mailText`${subject}: ${brand}`,
    body: letter(name, brand, [text, otherwise]),
  };
}
