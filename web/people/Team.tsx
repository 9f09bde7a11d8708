import { getRouteApi } from '@tanstack/react-router';
import { useChange } from '../kit/session/changes.ts';
import { brandOf, usePermissionReason, useSession } from '../kit/session/session.ts';
import { teamApi } from './user-api.ts';
import { Users } from './Users.tsx';

const route = getRouteApi('/authenticated/team');

export function Team() {
  const brand = brandOf(useSession());
  return (
    <Users
      title="Team"
      intro={`People who work for ${brand}.`}
      brand={brand}
      api={teamApi(useChange())}
      disabledReason={usePermissionReason('team.write')}
      search={route.useSearch()}
    />
  );
}
