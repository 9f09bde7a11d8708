import { brandOf, type Session } from '../kit/session/session.ts';
import { Card } from '../ui/layout.tsx';
import { Page } from '../ui/Page.tsx';
import { SecondFactorSetup } from './SecondFactorSetup.tsx';
import styles from './account.module.css';

/** Shown instead of any page to a user whose team requires a second factor. */
export default function SetUpFirst({ session, onDone }: { session: Session; onDone: () => Promise<void> }) {
  const team = session.partner ? `${session.partner.name} requires it for its team.` : 'Every operator has to use it.';
  return (
    <Page title="Set up two-factor authentication" intro={`${team} It takes a minute.`} brand={brandOf(session)}>
      <div className={styles.page}>
        <Card form>
          <SecondFactorSetup onDone={onDone} />
        </Card>
      </div>
    </Page>
  );
}
