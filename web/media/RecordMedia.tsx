import { useState } from 'react';
import { PhoneRecordingCreate } from '../../src/service-calls/contract.ts';
import { createPhoneRecording } from '../../src/service-calls/endpoints.ts';
import { CallMe } from '../kit/acts/CallMe.tsx';
import { useApiMutation } from '../kit/session/changes.ts';
import { useTenantId } from '../kit/session/tenant-context.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { TextField } from '../ui/fields.tsx';
import { Stack } from '../ui/layout.tsx';

/** Calls a phone and records what the user says. */
export function RecordMedia({ onClose }: { onClose: () => void }) {
  const tenantId = useTenantId();
  const [name, setName] = useState('');
  const { mutateAsync } = useApiMutation(createPhoneRecording, { errors: 'shown' });
  const typed = PhoneRecordingCreate.shape.name.safeParse(name);
  const ask = (extensionId: string) => mutateAsync({ params: { tenantId }, body: { extensionId, name } });
  return (
    <Dialog
      title="Record by phone"
      intro="A phone rings. Speak after the tone, for at most 10 minutes."
      onClose={onClose}
      keepOpen
    >
      <Stack>
        <TextField
          label="Name"
          value={name}
          onChange={setName}
          maxLength={100}
          autoFocus
          description="Such as Welcome."
        />
        <CallMe ask={ask} disabledReason={typed.success ? null : 'Enter a name first.'} />
      </Stack>
    </Dialog>
  );
}
