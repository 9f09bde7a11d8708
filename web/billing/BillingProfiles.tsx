import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type BillingProfile, BillingProfileCreate, BillingProfilePatch } from '../../src/billing/contract.ts';
import {
  createBillingProfile,
  deleteBillingProfile,
  getBillingProfile,
  renameBillingProfile,
} from '../../src/billing/endpoints.ts';
import { call } from '../kit/call.ts';
import { useChange } from '../kit/changes.ts';
import { ConfirmDialog } from '../kit/ConfirmDialog.tsx';
import { CurrencyInput } from '../kit/CurrencyInput.tsx';
import { useEdit } from '../kit/edit.ts';
import { EditForm, SaveButton } from '../kit/EditForm.tsx';
import { Form, TextInput, useApiForm } from '../kit/form.tsx';
import { formSchema } from '../kit/form-schema.ts';
import { usePermissionReason } from '../kit/session.ts';
import { Button } from '../ui/Button.tsx';
import { CancelButton, Dialog, DialogActions } from '../ui/Dialog.tsx';
import { Card, LineList, Row, Stack } from '../ui/layout.tsx';
import { toast } from '../ui/toast.tsx';
import { billingProfilesQuery } from '../kit/billing-profiles.ts';

type Open = { act: 'add' } | { act: 'rename' | 'remove'; profile: BillingProfile };

/** The partner's billing profiles, by name and currency. */
export function BillingProfiles() {
  const reason = usePermissionReason('billing-profiles.write');
  const { data } = useQuery(billingProfilesQuery);
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const change = useChange();
  return (
    <Card
      form
      title="Billing profiles"
      actions={
        <Button small disabledReason={reason} onClick={() => setOpen({ act: 'add' })}>
          Add profile
        </Button>
      }
    >
      <Stack gap="small">
        <LineList
          intro={
            data?.items.length === 0 &&
            'No profiles yet. A profile groups tenants by name and currency. Calls aren’t billed yet.'
          }
        >
          {data?.items.map((profile) => (
            <li key={profile.id}>
              <div>
                {profile.name} <span>{profile.currency}</span>
              </div>
              <Row tight>
                <Button
                  small
                  kind="quiet"
                  aria-label={`Rename ${profile.name}`}
                  disabledReason={reason}
                  onClick={() => setOpen({ act: 'rename', profile })}
                >
                  Rename
                </Button>
                <Button
                  small
                  kind="quiet"
                  aria-label={`Remove ${profile.name}`}
                  disabledReason={reason}
                  onClick={() => setOpen({ act: 'remove', profile })}
                >
                  Remove
                </Button>
              </Row>
            </li>
          ))}
        </LineList>
      </Stack>
      {open?.act === 'add' && <AddProfile onClose={close} />}
      {open?.act === 'rename' && <RenameProfile profile={open.profile} onClose={close} />}
      {open?.act === 'remove' && (
        <ConfirmDialog
          title={`Remove ${open.profile.name}?`}
          verb="Remove profile"
          onClose={close}
          version={open.profile.version}
          act={async (version) => {
            await change(deleteBillingProfile, { params: { profileId: open.profile.id }, ifMatch: version });
            toast.success('No tenant used it.', `${open.profile.name} removed`);
          }}
        >
          <p>You can remove a profile only while no tenant uses it.</p>
        </ConfirmDialog>
      )}
    </Card>
  );
}

function AddProfile({ onClose }: { onClose: () => void }) {
  const change = useChange();
  const form = useApiForm({
    schema: formSchema(BillingProfileCreate, (typed: { name: string; currency: string | null }) => typed),
    values: { name: '', currency: 'USD' },
    send: (body, key) => change(createBillingProfile, { body, key }),
    done: (saved) => {
      toast.success('You can choose it for tenants now.', `${saved.name} added`);
      onClose();
    },
    fieldOfCode: { name_taken: 'name' },
  });
  return (
    <Dialog title="Add billing profile" size="small" onClose={onClose} keepOpen>
      <Form of={form} label="Billing profile">
        <TextInput name="name" label="Name" maxLength={100} autoFocus />
        <CurrencyInput name="currency" />
        <DialogActions>
          <CancelButton />
          <Button type="submit" kind="primary" busy={form.busy}>
            Add profile
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}

/** The currency stays: tenants may have been told amounts in it. */
function RenameProfile({ profile, onClose }: { profile: BillingProfile; onClose: () => void }) {
  const change = useChange();
  const edit = useEdit({
    item: profile,
    formOf: ({ name }) => ({ name }),
    schema: () => BillingProfilePatch,
    fields: { name: { name: 'Name' } },
    load: () => call(getBillingProfile, { params: { profileId: profile.id } }),
    save: (body, { id, version }) =>
      change(renameBillingProfile, { params: { profileId: id }, body, ifMatch: version }),
    done: (saved) => {
      toast.success('Its tenants keep it.', `${saved.name} saved`);
      onClose();
    },
    fieldOfCode: { name_taken: 'name' },
  });
  return (
    <Dialog title={`Rename ${profile.name}`} size="small" onClose={onClose} keepOpen>
      <EditForm of={edit} label="Billing profile" what="this profile">
        <TextInput name="name" label="Name" maxLength={100} autoFocus />
        <DialogActions>
          <CancelButton />
          <SaveButton of={edit}>Save profile</SaveButton>
        </DialogActions>
      </EditForm>
    </Dialog>
  );
}
