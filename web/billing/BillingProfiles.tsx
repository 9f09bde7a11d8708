import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { type BillingProfile, BillingProfileCreate, BillingProfilePatch } from '../../src/billing/contract.ts';
import { api } from '../kit/api.ts';
import { ConfirmDialog } from '../kit/ConfirmDialog.tsx';
import { CurrencyInput } from '../kit/CurrencyInput.tsx';
import { useEdit } from '../kit/edit.ts';
import { EditForm, SaveButton } from '../kit/EditForm.tsx';
import { TextInput } from '../kit/form.tsx';
import { usePermissionReason } from '../kit/session.ts';
import { Button } from '../ui/Button.tsx';
import { CancelButton, Dialog, DialogActions } from '../ui/Dialog.tsx';
import { Card, Row, Stack } from '../ui/layout.tsx';
import { toast } from '../ui/toast.tsx';
import { billingProfilesQuery } from '../kit/billing-profiles.ts';
import styles from './billing-profiles.module.css';

type Open = { act: 'add' } | { act: 'rename' | 'remove'; profile: BillingProfile };

/** The partner's billing profiles, by name and currency. */
export function BillingProfiles() {
  const client = useQueryClient();
  const reason = usePermissionReason('billing-profiles.write');
  const { data } = useQuery(billingProfilesQuery);
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  const refresh = () => client.invalidateQueries(billingProfilesQuery);
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
        {data?.items.length === 0 && (
          <p className={styles.why}>
            No profiles yet. A profile groups tenants by name and currency. Calls aren’t billed yet.
          </p>
        )}
        <ul className={styles.list}>
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
        </ul>
      </Stack>
      {open?.act === 'add' && <ProfileDialog profile={null} onClose={close} onSaved={refresh} />}
      {open?.act === 'rename' && <ProfileDialog profile={open.profile} onClose={close} onSaved={refresh} />}
      {open?.act === 'remove' && (
        <ConfirmDialog
          title={`Remove ${open.profile.name}?`}
          verb="Remove profile"
          onClose={close}
          version={open.profile.version}
          act={async (version) => {
            await api.delete(`/billing-profiles/${open.profile.id}`, { ifMatch: version });
            await refresh();
            toast.success('No tenant used it.', `${open.profile.name} removed`);
          }}
        >
          <p>You can remove a profile only while no tenant uses it.</p>
        </ConfirmDialog>
      )}
    </Card>
  );
}

type ProfileDialogProps = { profile: BillingProfile | null; onClose: () => void; onSaved: () => Promise<void> };

function ProfileDialog({ profile, onClose, onSaved }: ProfileDialogProps) {
  const edit = useEdit<BillingProfile, BillingProfile | null, { name: string; currency: string | null }, unknown>({
    item: profile,
    formOf: (now) => ({ name: now?.name ?? '', currency: now?.currency ?? 'USD' }),
    schema: () => (profile ? BillingProfilePatch.strip() : BillingProfileCreate) as never,
    fields: { name: { name: 'Name' } },
    load: () => api.get<BillingProfile>(`/billing-profiles/${profile?.id}`),
    save: async (body, base, key) => {
      const saved = base
        ? await api.patch<BillingProfile>(`/billing-profiles/${base.id}`, { body, ifMatch: base.version })
        : await api.post<BillingProfile>('/billing-profiles', { body, key });
      await onSaved();
      toast.success('You can choose it for tenants now.', `${saved.name} saved`);
      return saved;
    },
    done: onClose,
    fieldOfCode: { name_taken: 'name' },
  });
  return (
    <Dialog title={profile ? `Rename ${profile.name}` : 'Add billing profile'} size="small" onClose={onClose} keepOpen>
      <EditForm of={edit} label="Billing profile" what="this profile">
        <TextInput name="name" label="Name" maxLength={100} autoFocus />
        <CurrencyInput name="currency" disabledReason={profile ? 'Can’t be changed later.' : null} />
        <DialogActions>
          <CancelButton />
          <SaveButton of={edit}>Save profile</SaveButton>
        </DialogActions>
      </EditForm>
    </Dialog>
  );
}
