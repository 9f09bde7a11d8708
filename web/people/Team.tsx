import { getRouteApi } from '@tanstack/react-router';
import { Users } from './Users.tsx';
import { brandOf, usePermissionReason, useSession } from '../kit/session.ts';

const route = getRouteApi('/authenticated/team');
const ROLES = ['partner_admin', 'partner_user'] as const;

export function Team() {
  const session = useSession();
  return (
    <Users
      title="Team"
      intro={`People who work for ${brandOf(session)}.`}
      brand={brandOf(session)}
      path="/users"
      roles={ROLES}
      withPassword={false}
      disabledReason={usePermissionReason('team.write')}
      search={route.useSearch()}
    />
  );
}
