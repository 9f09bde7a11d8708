import { useQuery } from '@tanstack/react-query';
import { useFormContext } from 'react-hook-form';
import { FORWARD_CONDITIONS, type Forwarding } from '../../src/forwarding/contract.ts';
import { getForwarding, putForwarding } from '../../src/forwarding/endpoints.ts';
import { useEdit } from '../kit/forms/edit.ts';
import { EditForm, SaveButton } from '../kit/forms/EditForm.tsx';
import { SwitchInput, TextInput } from '../kit/forms/form.tsx';
import { DestinationInput } from '../kit/inputs/choices/DestinationInput.tsx';
import { call } from '../kit/session/call.ts';
import { useChange } from '../kit/session/changes.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { useTenantId, useTenantReason } from '../kit/session/tenant-context.ts';
import { CancelButton, Dialog, DialogActions } from '../ui/Dialog.tsx';
import { NotLoaded } from '../ui/LoadError.tsx';
import { toast } from '../ui/toast.tsx';
import {
  CONDITION_LABELS,
  FORWARDING_FIELDS,
  forwardingFormOf,
  forwardingSchema,
  forwardsOutside,
} from './forwarding-form.ts';

type ForwardingProps = { extension: { id: string; number: string; name: string }; onClose: () => void };

export function ForwardingDialog({ extension, onClose }: ForwardingProps) {
  const params = { tenantId: useTenantId(), extId: extension.id };
  const { data, error, refetch } = useQuery({ ...apiQuery(getForwarding, { params }), staleTime: 0, gcTime: 0 });
  return (
    <Dialog title={`Forwarding of ${extension.number}`} intro={extension.name} onClose={onClose} keepOpen>
      {(!data || error) && <NotLoaded title="Couldn’t load the forwarding" error={error} again={refetch} />}
      {data && <ForwardingForm extension={extension} forwarding={data} onClose={onClose} />}
    </Dialog>
  );
}

function ForwardingForm({ extension, forwarding, onClose }: ForwardingProps & { forwarding: Forwarding }) {
  const change = useChange();
  const params = { tenantId: useTenantId(), extId: extension.id };
  const reason = useTenantReason('forwarding.write');
  const edit = useEdit({
    item: forwarding,
    formOf: forwardingFormOf,
    schema: () => forwardingSchema,
    fields: FORWARDING_FIELDS,
    load: () => call(getForwarding, { params }),
    save: (body, { version }) => change(putForwarding, { params, body, ifMatch: version }),
    done: () => {
      toast.success('It applies to the next call.', `Forwarding of ${extension.number} saved`);
      onClose();
    },
  });
  return (
    <EditForm of={edit} label="Forwarding" what="this forwarding" disabledReason={reason}>
      <SwitchInput
        name="doNotDisturb"
        label="Do not disturb"
        description="The phone doesn’t ring. Calls take the “When busy” forward, or else go to voicemail if it’s on. Call-backs from 911 still ring."
      />
      <DestinationInput
        name="always"
        label={CONDITION_LABELS.always}
        fixed={FORWARD_OPTIONS}
        description="Wherever they go, the phone doesn’t ring."
      />
      <DestinationInput
        name="busy"
        label={CONDITION_LABELS.busy}
        fixed={FORWARD_OPTIONS}
        description="Also when the call is declined at the phone."
      />
      <DestinationInput name="noAnswer" label={CONDITION_LABELS.noAnswer} fixed={FORWARD_OPTIONS} />
      <RingTime />
      <DestinationInput name="unreachable" label={CONDITION_LABELS.unreachable} fixed={FORWARD_OPTIONS} />
      <ConfirmOutside />
      <DialogActions>
        <CancelButton />
        <SaveButton of={edit} disabledReason={reason}>
          Save forwarding
        </SaveButton>
      </DialogActions>
    </EditForm>
  );
}

const FORWARD_OPTIONS = { none: 'Off', external: 'An outside number…' };

type Values = ReturnType<typeof forwardingFormOf>;

/** Shown only if a forward uses it; otherwise the extension's ring time applies. */
function RingTime() {
  const noAnswer = useFormContext<Values>().watch('noAnswer.id');
  if (noAnswer === 'none') return null;
  return <TextInput name="noAnswerSeconds" label="Ring the phone first (seconds)" inputMode="numeric" maxLength={3} />;
}

function ConfirmOutside() {
  const { getValues, watch } = useFormContext<Values>();
  watch(FORWARD_CONDITIONS.map((condition) => `${condition}.id` as const));
  if (!forwardsOutside(FORWARD_CONDITIONS.map((condition) => getValues(condition)))) return null;
  return (
    <SwitchInput
      name="confirmOutside"
      label="Press 1 to take the call"
      description="Required at an outside number, so that a mobile phone’s voicemail doesn’t answer the call."
    />
  );
}
