import { useQuery } from '@tanstack/react-query';
import { brandOf, useSession } from '../kit/session/session.ts';
import { helpQuery } from './help.ts';
import { hasContact, SupportContact } from './SupportContact.tsx';
import styles from './help-line.module.css';

/** Shown below the pages of a tenant's own users: how to reach their provider. */
export function HelpLine() {
  const provider = brandOf(useSession());
  const { data: help } = useQuery(helpQuery);
  if (!help || !hasContact(help)) return null;
  return (
    <p className={styles.help}>
      Need help? Contact {provider}: <SupportContact {...help} />
    </p>
  );
}
