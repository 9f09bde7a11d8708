import { getRouteApi, Link } from '@tanstack/react-router';
import type { BillingProfile } from '../../src/billing/contract.ts';
import { editBillingProfile, getBillingProfile } from '../../src/billing/endpoints.ts';
import { useEdit } from '../kit/forms/edit.ts';
import { EditForm, SaveButton } from '../kit/forms/EditForm.tsx';
import { TextInput } from '../kit/forms/form.tsx';
import { LoadedPage } from '../kit/pages/LoadedPage.tsx';
import { call } from '../kit/session/call.ts';
import { useChange } from '../kit/session/changes.ts';
import { brandOf, usePermissionReason, useSession } from '../kit/session/session.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { Card, Row } from '../ui/layout.tsx';
import { Page } from '../ui/Page.tsx';
import { plural } from '../ui/plural.ts';
import { toast } from '../ui/toast.tsx';
import { ProfilePreview } from './ProfilePreview.tsx';
import { ProfileTenants } from './ProfileTenants.tsx';
import { ProfileVersions } from './ProfileVersions.tsx';
import { profileQuery } from './queries.ts';
import { formOfProfile, profileFields, profileSchema } from './terms-form.ts';
import { TermsFields, useRateTables } from './TermsFields.tsx';

const route = getRouteApi('/authenticated/billing-profiles/$profileId');

/** A billing profile: its terms, its tenants and its earlier versions. */
export function BillingProfilePage() {
  const { profileId } = route.useParams();
  const search = route.useSearch();
  const session = useSession();
  return (
    <LoadedPage query={profileQuery(profileId)} failed="Couldn’t load this billing profile">
      {(profile) => (
        <Page
          title={profile.name}
          intro={<Link to="/billing-profiles">All billing profiles</Link>}
          brand={brandOf(session)}
        >
          <Card form title="Terms">
            <TermsForm key={profileId} profile={profile} />
          </Card>
          <ProfilePreview profile={profile} />
          <ProfileTenants profile={profile} search={search} />
          <ProfileVersions profile={profile} />
        </Page>
      )}
    </LoadedPage>
  );
}

function TermsForm({ profile }: { profile: BillingProfile }) {
  const change = useChange();
  const reason = usePermissionReason('billing-profiles.write');
  const params = { profileId: profile.id };
  const rateTables = useRateTables(profile.currency);
  const edit = useEdit({
    item: profile,
    formOf: formOfProfile,
    schema: () => profileSchema,
    fields: profileFields(rateTables, profile.currency),
    load: () => call(getBillingProfile, { params }),
    save: async (body, { version }) => {
      const saved = await change(editBillingProfile, { params, body, ifMatch: version });
      const next =
        saved.tenantsCount === 0 ? 'No tenant uses it yet.' : 'It applies from each tenant’s next billing cycle.';
      toast.success(next, `${saved.name} saved`);
      return saved;
    },
    fieldOfCode: { name_taken: 'name' },
  });
  return (
    <EditForm of={edit} label="Billing profile" what="this profile" disabledReason={reason}>
      <TextInput name="name" label="Name" maxLength={100} />
      <TermsFields currency={profile.currency} rateTables={rateTables} disabledReason={reason} />
      {profile.tenantsCount > 0 && (
        <p>
          Changed terms apply to {plural(profile.tenantsCount, NOUNS.tenant)} from the next billing cycle. The current
          cycle keeps its terms.
        </p>
      )}
      <Row end>
        <SaveButton of={edit} disabledReason={reason}>
          Save profile
        </SaveButton>
      </Row>
    </EditForm>
  );
}
