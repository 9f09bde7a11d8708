import { IconPhoneCall } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import type { ServiceCall } from '../../../src/service-calls/contract.ts';
import { getServiceCall } from '../../../src/service-calls/endpoints.ts';
import { Button } from '../../ui/Button.tsx';
import { Row, Stack } from '../../ui/layout.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { SelectField } from '../../ui/SelectField.tsx';
import { useExtensionOptions } from '../inputs/choices/extension-options.ts';
import { errorText } from '../session/api.ts';
import { refresh } from '../session/changes.ts';
import { apiQuery } from '../session/queries.ts';
import { useSession } from '../session/session.ts';
import { useTenantId } from '../session/tenant-context.ts';
import { wordsOf } from '../words/service-call-words.ts';

/** How often to poll a call in progress. */
const LOOK_AGAIN_MS = 700;

type CallMeProps = {
  /** Requests the call to an extension. Null if it can't be made; the page shows why. */
  ask: (extensionId: string) => Promise<ServiceCall | null>;
  disabledReason: string | null;
};

/** Chooses a phone, calls it, and shows the state of the call. */
export function CallMe({ ask, disabledReason }: CallMeProps) {
  const tenantId = useTenantId();
  const [extensionId, setExtensionId] = useState(useSession().extension?.id ?? null);
  const [typed, setTyped] = useState('');
  const [asked, setAsked] = useState<ServiceCall | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { data } = useQuery({
    ...apiQuery(getServiceCall, { params: { tenantId, serviceCallId: asked?.id ?? '' } }),
    enabled: asked !== null && asked.state !== 'ended',
    refetchInterval: ({ state }) => (state.data?.state === 'ended' ? false : LOOK_AGAIN_MS),
  });
  const call = data ?? asked;
  const going = call !== null && call.state !== 'ended';
  const client = useQueryClient();
  const endedId = call?.state === 'ended' ? call.id : null;
  useEffect(() => {
    // now the recording is in the library
    if (endedId !== null) void refresh(client);
  }, [endedId, client]);
  const start = async (id: string) => {
    setBusy(true);
    setProblem(null);
    try {
      setAsked(await ask(id));
    } catch (error) {
      setProblem(errorText(error));
    } finally {
      setBusy(false);
    }
  };
  const searched = useExtensionOptions(typed, extensionId);
  const words = call && wordsOf(call);
  return (
    <Stack gap="small">
      <SelectField
        label="Phone to call"
        {...searched}
        value={extensionId}
        onChange={setExtensionId}
        onSearch={setTyped}
        searchable
        placeholder="Choose an extension"
        emptyText="No extensions found"
      />
      <output aria-live="polite">{words && !problem && <Notice tone={words.tone}>{words.text}</Notice>}</output>
      <Row tight>
        <Button
          small
          kind="primary"
          icon={<IconPhoneCall size={15} aria-hidden />}
          busy={busy || going}
          disabledReason={disabledReason ?? (extensionId === null ? 'Choose an extension first.' : null)}
          onClick={() => extensionId !== null && void start(extensionId)}
        >
          Call me
        </Button>
      </Row>
      {problem && (
        <Notice tone="error" alert>
          {problem}
        </Notice>
      )}
    </Stack>
  );
}
