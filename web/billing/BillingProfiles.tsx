import { IconPlus, IconReceipt } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { type BillingProfile, BillingProfileCreate } from '../../src/billing/contract.ts';
import { createBillingProfile, deleteBillingProfile } from '../../src/billing/endpoints.ts';
import { ConfirmDialog } from '../kit/acts/ConfirmDialog.tsx';
import { useDialogAddress } from '../kit/forms/dialog-address.ts';
import { formSchema } from '../kit/forms/form-schema.ts';
import { TextInput, useApiForm } from '../kit/forms/form.tsx';
import { FormDialog } from '../kit/forms/FormDialog.tsx';
import { amountLabel } from '../kit/inputs/money/amount.ts';
import { CurrencyInput } from '../kit/inputs/money/CurrencyInput.tsx';
import { ListPage } from '../kit/lists/ListPage.tsx';
import { useChange } from '../kit/session/changes.ts';
import { brandOf, usePermissionReason, useSession } from '../kit/session/session.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { actionsColumn } from '../ui/actions-column.tsx';
import { Badge } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { plural } from '../ui/plural.ts';
import { toast } from '../ui/toast.tsx';
import { profilesList } from './queries.ts';

const route = getRouteApi('/authenticated/billing-profiles');

export function BillingProfiles() {
  const session = useSession();
  const change = useChange();
  const address = useDialogAddress(['create-profile']);
  const [deleting, setDeleting] = useState<BillingProfile | null>(null);
  const reason = usePermissionReason('billing-profiles.write');
  const create = (
    <Button
      kind="primary"
      icon={<IconPlus size={17} aria-hidden />}
      disabledReason={reason}
      onClick={() => address.open('create-profile')}
    >
      New billing profile
    </Button>
  );
  return (
    <Page
      title="Billing profiles"
      intro="What your tenants are charged: fees, included minutes, call prices, and when."
      brand={brandOf(session)}
      actions={create}
    >
      <ListPage
        {...profilesList(route.useSearch())}
        label="Billing profiles"
        noun={NOUNS.billingProfile}
        columns={columnsOf(reason, setDeleting)}
        defaultSort="name"
        empty={
          <Empty icon={<IconReceipt size={22} />} title="No billing profiles yet" action={create}>
            A tenant without a profile isn’t charged. Create a profile in one currency, then set its fees and rates.
          </Empty>
        }
      />
      {address.dialog === 'create-profile' && <CreateProfile onClose={address.close} />}
      {deleting && (
        <ConfirmDialog
          title={`Delete ${deleting.name}?`}
          verb="Delete profile"
          onClose={() => setDeleting(null)}
          version={deleting.version}
          act={async (version) => {
            await change(deleteBillingProfile, { params: { profileId: deleting.id }, ifMatch: version });
            toast.success('No tenant used it.', `${deleting.name} deleted`);
          }}
        >
          <p>You can delete a profile only while no tenant uses it. Past billing cycles keep its terms.</p>
        </ConfirmDialog>
      )}
    </Page>
  );
}

function CreateProfile({ onClose }: { onClose: () => void }) {
  const change = useChange();
  const form = useApiForm({
    schema: formSchema(BillingProfileCreate, (typed: { name: string; currency: string | null }) => typed),
    values: { name: '', currency: 'USD' },
    send: (body, key) => change(createBillingProfile, { body, key }),
    done: ({ name }) => {
      toast.success('Open it to set its fees and rates.', `${name} created`);
      onClose();
    },
    fieldOfCode: { name_taken: 'name' },
  });
  return (
    <FormDialog
      title="New billing profile"
      size="small"
      onClose={onClose}
      of={form}
      label="Billing profile"
      verb="Create profile"
    >
      <TextInput name="name" label="Name" maxLength={100} autoFocus />
      <CurrencyInput name="currency" />
    </FormDialog>
  );
}

const columnsOf = (reason: string | null, onDelete: (profile: BillingProfile) => void): Column<BillingProfile>[] => [
  {
    id: 'name',
    header: 'Name',
    sortable: true,
    cell: ({ id, name, isDefault }) => (
      <>
        <Link to="/billing-profiles/$profileId" params={{ profileId: id }}>
          {name}
        </Link>{' '}
        {isDefault && <Badge tone="blue">Default</Badge>}
      </>
    ),
  },
  { id: 'currency', header: 'Currency', cell: ({ currency }) => currency },
  {
    id: 'monthlyFee',
    header: 'Monthly fee',
    end: true,
    cell: ({ terms, currency }) => amountLabel(terms.monthlyFee, currency),
  },
  { id: 'tenants', header: 'Used by', cell: ({ tenantsCount }) => plural(tenantsCount, NOUNS.tenant) },
  actionsColumn((profile) => [
    {
      label: 'Delete',
      name: `Delete ${profile.name}`,
      disabledReason: reason ?? usedReason(profile),
      onClick: () => onDelete(profile),
    },
  ]),
];

function usedReason({ tenantsCount, isDefault }: BillingProfile): string | null {
  if (tenantsCount > 0) return `Used by ${plural(tenantsCount, NOUNS.tenant)}. Give them another profile first.`;
  return isDefault ? 'New tenants get it. Choose another in the tenant defaults first.' : null;
}
