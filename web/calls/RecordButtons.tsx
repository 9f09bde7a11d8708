import type { LiveCall } from '../../src/calls/contract.ts';
import type { RecordingAction } from '../../src/recordings/contract.ts';
import { recordLiveCall } from '../../src/recordings/endpoints.ts';
import { useApiMutation } from '../kit/session/changes.ts';
import { useMay } from '../kit/session/session.ts';
import { useTenant, useTenantReason } from '../kit/session/tenant-context.ts';
import { Button } from '../ui/Button.tsx';
import { toast } from '../ui/toast.tsx';

const BUTTONS: Record<'off' | 'on' | 'paused', { action: RecordingAction; label: string }[]> = {
  off: [{ action: 'start', label: 'Record' }],
  on: [
    { action: 'pause', label: 'Pause recording' },
    { action: 'stop', label: 'Stop recording' },
  ],
  paused: [
    { action: 'resume', label: 'Resume recording' },
    { action: 'stop', label: 'Stop recording' },
  ],
};

const TOASTS: Record<RecordingAction, [text: string, title: string]> = {
  start: ['The announcement is played first, if it is turned on.', 'Starting the recording'],
  pause: ['Silence is recorded until you resume.', 'Recording paused'],
  resume: ['Both sides are recorded again.', 'Recording resumed'],
  stop: ['It appears under Recordings in a moment.', 'Recording stopped'],
};

/** Records a call in progress. Not shown to users who may not listen to recordings. */
export function RecordButtons({ call }: { call: LiveCall }) {
  const { id: tenantId } = useTenant();
  const reason = useTenantReason('recordings.write');
  const mayRecord = useMay('recordings.write');
  const { mutate, isPending } = useApiMutation(recordLiveCall, {
    onSuccess: (_, { body: { action } }) => toast.success(...TOASTS[action]),
  });
  if (!mayRecord || !call.answeredAt || call.emergency) return null;
  return BUTTONS[call.recording ?? 'off'].map(({ action, label }) => (
    <Button
      key={action}
      small
      kind="quiet"
      disabledReason={reason}
      busy={isPending}
      onClick={() => mutate({ params: { tenantId, callId: call.id }, body: { action } })}
    >
      {label}
    </Button>
  ));
}
