import { ROLE_NAMES } from '../kit/session/roles.ts';
import { brandOf, useSession } from '../kit/session/session.ts';
import { Card, Fact, Facts } from '../ui/layout.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Page } from '../ui/Page.tsx';
import { PasswordForm } from './PasswordForm.tsx';
import { SecondFactor } from './SecondFactor.tsx';
import { Sessions } from './Sessions.tsx';
import styles from './account.module.css';

/** The user's own account, for every role. */
export function Account() {
  const session = useSession();
  const { user } = session;
  return (
    <Page title="Your account" brand={brandOf(session)}>
      <div className={styles.page}>
        {user.role === 'tenant_user' && (
          <Notice title="Your admin manages the rest">
            Ask your admin about the phones and numbers of {session.tenant?.name}.
          </Notice>
        )}
        <Card title="Profile">
          <Facts>
            <Fact name="Name">{user.name}</Fact>
            <Fact name="Email">{user.email}</Fact>
            <Fact name="Role">{ROLE_NAMES[user.role]}</Fact>
          </Facts>
        </Card>
        <Card form title="Password">
          <PasswordForm email={user.email} />
        </Card>
        <SecondFactor />
        <Sessions />
      </div>
    </Page>
  );
}
