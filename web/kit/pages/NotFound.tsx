import { Link } from '@tanstack/react-router';
import { MessageCard } from '../../ui/MessageCard.tsx';
import { Page } from '../../ui/Page.tsx';

/** Another partner's page looks exactly like one that doesn't exist. */
export function NotFound() {
  return (
    <MessageCard>
      <Page title="Not found" heading="Page not found, or you don’t have access">
        <p>It may have been deleted. Check the address, or start over.</p>
        <p>
          <Link to="/">Go to the start page</Link>
        </p>
      </Page>
    </MessageCard>
  );
}
