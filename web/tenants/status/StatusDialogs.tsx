import { useState } from 'react';
import type { Tenant } from '../../../src/tenants/contract.ts';
import { reactivateTenant, suspendTenant } from '../../../src/tenants/lifecycle/endpoints.ts';
import { EffectList } from '../../kit/acts/EffectList.tsx';
import { Form, useApiForm } from '../../kit/forms/form.tsx';
import { useApiMutation, useChange } from '../../kit/session/changes.ts';
import { usePermissionReason } from '../../kit/session/session.ts';
import { reasonLabels, STATUS_NAMES } from '../../kit/words/status-labels.ts';
import { Button } from '../../ui/Button.tsx';
import { CancelButton, Dialog, DialogActions } from '../../ui/Dialog.tsx';
import { ChoiceField } from '../../ui/fields.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { toast } from '../../ui/toast.tsx';
import { savedToast } from '../defaults/saved-labels.ts';
import { ImpactPreview } from './ImpactPreview.tsx';
import { type Reactivation, reactivatedEffects } from './reactivated.ts';
import { refusalText, reactivateDisabledReason, statusHint } from './status-rules.ts';
import { NOTHING_CHOSEN, suspensionSchema } from './suspension-form.ts';
import { SuspensionInputs } from './SuspensionInputs.tsx';

type StatusDialogProps = { tenant: Tenant; onClose: () => void };

export function SuspendDialog({ tenant, onClose }: StatusDialogProps) {
  const change = useChange();
  const form = useApiForm({
    schema: suspensionSchema,
    values: NOTHING_CHOSEN,
    send: async (body, key) => {
      const suspended = await change(suspendTenant, { params: { tenantId: tenant.id }, body, key });
      toast.success(...savedToast(tenant, suspended, 'SUSPENDED'));
    },
    done: onClose,
  });
  return (
    <Dialog title={`Suspend ${tenant.name}?`} onClose={onClose} keepOpen>
      <Form of={form} label="Suspend tenant">
        <ImpactPreview tenantId={tenant.id} action="suspend" />
        <SuspensionInputs />
        <DialogActions>
          <CancelButton />
          <Button type="submit" kind="danger" busy={form.busy}>
            Suspend tenant
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}

/** Without a choice, the tenant returns to its previous status. */
const AS_BEFORE = 'before';

export function ReactivateDialog({ tenant, onClose }: StatusDialogProps) {
  const reason = usePermissionReason('tenants.write') ?? reactivateDisabledReason(tenant);
  const ways = (['ACTIVE', 'TRIAL'] as const).filter((status) => tenant.allowed.includes(status));
  const [status, setStatus] = useState<string>(AS_BEFORE);
  const reactivate = useApiMutation(reactivateTenant, {
    errors: 'shown',
    onSuccess: (reactivated) => {
      if (wantsReading(reactivated)) return;
      toast.success('Phones can call right away.', titleOf(reactivated));
      onClose();
    },
  });
  const start = () => {
    const to = ways.find((way) => way === status);
    reactivate.mutate({ params: { tenantId: tenant.id }, body: to ? { status: to } : {} });
  };
  if (reactivate.data && wantsReading(reactivate.data)) return <Done result={reactivate.data} onClose={onClose} />;
  return (
    <Dialog title={`Reactivate ${tenant.name}?`} onClose={onClose}>
      {reactivate.error && (
        <Notice tone="error" alert>
          {refusalText(reactivate.error)}
        </Notice>
      )}
      {tenant.suspensionReasons.length > 0 && (
        <p>
          Suspended: {reasonLabels(tenant.suspensionReasons)}. This lifts every reason except those set by the platform
          operator.
        </p>
      )}
      <ImpactPreview tenantId={tenant.id} action="reactivate" />
      {ways.length > 1 && (
        <ChoiceField
          name="reactivate-to"
          label="Status afterwards"
          value={status}
          onChange={setStatus}
          options={[
            { value: AS_BEFORE, label: 'As before', hint: 'Its previous status.' },
            ...ways.map((way) => ({ value: way, label: STATUS_NAMES[way], hint: statusHint(way, tenant.sandbox) })),
          ]}
        />
      )}
      <DialogActions>
        <CancelButton />
        <Button kind="primary" disabledReason={reason} busy={reactivate.isPending} onClick={start}>
          Reactivate tenant
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** A toast is enough if the tenant is active again without any losses. */
const wantsReading = ({ tenant, restoredDids, lostDids }: Reactivation): boolean =>
  tenant.status === 'SUSPENDED' || restoredDids.length + lostDids.length > 0;

const titleOf = ({ tenant: { name, status } }: Reactivation): string =>
  status === 'SUSPENDED' ? `${name} is still suspended` : `${name} is ${status === 'TRIAL' ? 'on trial' : 'active'}`;

function Done({ result, onClose }: { result: Reactivation; onClose: () => void }) {
  return (
    <Dialog title={titleOf(result)} onClose={onClose} keepOpen>
      <EffectList label="What happened" effects={reactivatedEffects(result)} />
      <DialogActions>
        <Button kind="primary" onClick={onClose}>
          Close
        </Button>
      </DialogActions>
    </Dialog>
  );
}
