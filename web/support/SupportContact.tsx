import { displayNumber } from '../../src/platform/values/phone.ts';

type Contact = { email: string; phone: string };

export const hasContact = ({ email, phone }: Contact): boolean => email !== '' || phone !== '';

/** How to reach a provider's support, as links. */
export function SupportContact({ email, phone }: Contact) {
  return (
    <>
      {email && <a href={`mailto:${email}`}>{email}</a>}
      {email && phone && ' or '}
      {phone && <a href={`tel:${phone}`}>{displayNumber(phone)}</a>}
    </>
  );
}
