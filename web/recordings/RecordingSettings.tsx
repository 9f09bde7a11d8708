import { useState } from 'react';
import { useFormContext } from 'react-hook-form';
import type { RecordingSettings as Settings } from '../../src/recordings/contract.ts';
import { editRecordingSettings, getRecordingSettings } from '../../src/recordings/endpoints.ts';
import { useEdit } from '../kit/forms/edit.ts';
import { EditForm, SaveButton } from '../kit/forms/EditForm.tsx';
import { CheckInput, MultiSelectInput, SwitchInput, TextInput } from '../kit/forms/form.tsx';
import { MediaInput } from '../kit/inputs/choices/MediaInput.tsx';
import { useManyNumberOptions } from '../kit/inputs/choices/number-options.ts';
import { LoadedCard } from '../kit/pages/LoadedCard.tsx';
import { call } from '../kit/session/call.ts';
import { useChange } from '../kit/session/changes.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { useTenantId, useTenantReason } from '../kit/session/tenant-context.ts';
import { Row } from '../ui/layout.tsx';
import { toast } from '../ui/toast.tsx';
import { FIELDS, formOf, type SettingsForm, settingsSchema } from './settings-form.ts';

export function RecordingSettings() {
  const query = apiQuery(getRecordingSettings, { params: { tenantId: useTenantId() } });
  return (
    <LoadedCard query={query} title="Call recording" failed="Couldn’t load the recording settings">
      {(settings) => <Fields settings={settings} />}
    </LoadedCard>
  );
}

function Fields({ settings }: { settings: Settings }) {
  const params = { tenantId: useTenantId() };
  const change = useChange();
  const reason = useTenantReason('recordings.write');
  const edit = useEdit({
    item: settings,
    formOf,
    schema: () => settingsSchema,
    fields: FIELDS,
    load: () => call(getRecordingSettings, { params }),
    save: async (body, base) => {
      const saved = await change(editRecordingSettings, { params, body, ifMatch: base.version });
      toast.success('They apply to calls answered from now on.', 'Recording settings saved');
      return saved;
    },
  });
  return (
    <EditForm of={edit} label="Call recording" what="the recording settings">
      <SwitchInput
        name="announce"
        label="Announce recordings"
        description="Both sides hear an announcement before anything is recorded."
        disabledReason={reason}
      />
      <Announcement disabledReason={reason} />
      <Lawful wasAnnounced={settings.announce} />
      <SwitchInput
        name="onDemand"
        label="Record on demand"
        description="Pressing *1 on a phone during a call starts the recording, and stops it."
        disabledReason={reason}
      />
      <Numbers disabledReason={reason} />
      <TextInput
        name="retentionDays"
        label="Keep recordings for (days)"
        inputMode="numeric"
        maxLength={4}
        description="1 to 3650. Older recordings are deleted."
        disabledReason={reason}
      />
      <Row end>
        <SaveButton of={edit} disabledReason={reason}>
          Save recording settings
        </SaveButton>
      </Row>
    </EditForm>
  );
}

function Announcement({ disabledReason }: { disabledReason: string | null }) {
  if (!useFormContext<SettingsForm>().watch('announce')) return null;
  return (
    <MediaInput
      name="announcementId"
      label="Announcement"
      placeholder="“This call may be recorded.”"
      description="A sound from the media library. It has to say that the call is recorded."
      disabledReason={disabledReason}
    />
  );
}

/** A confirmation, required for turning the announcement off, and audited. */
function Lawful({ wasAnnounced }: { wasAnnounced: boolean }) {
  const announce = useFormContext<SettingsForm>().watch('announce');
  if (announce || !wasAnnounced) return null;
  return (
    <CheckInput
      name="confirmLawful"
      label="Everyone on our calls is informed in another way"
      description="Many places forbid recording people without their knowledge. Your confirmation is recorded in the activity log."
    />
  );
}

function Numbers({ disabledReason }: { disabledReason: string | null }) {
  const [typed, setTyped] = useState('');
  const chosen = useFormContext<SettingsForm>().watch('numberIds');
  return (
    <MultiSelectInput
      name="numberIds"
      label="Record calls to these numbers"
      description="Calls from outside. Each extension has its own switch."
      placeholder="No numbers"
      {...useManyNumberOptions(typed, chosen)}
      onSearch={setTyped}
      emptyText="No numbers found"
      disabledReason={disabledReason}
    />
  );
}
