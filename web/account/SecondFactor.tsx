import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { z } from 'zod';
import { disableSecondFactor, getSecondFactor, renewRecoveryCodes } from '../../src/people/second-factor/endpoints.ts';
import { Form, PasswordInput, TextInput, useApiForm } from '../kit/forms/form.tsx';
import { refresh, useChange } from '../kit/session/changes.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { sessionQuery } from '../kit/session/session.ts';
import { Badge } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import { CancelButton, Dialog, DialogActions } from '../ui/Dialog.tsx';
import { Card, Row, Stack } from '../ui/layout.tsx';
import { NotLoaded } from '../ui/LoadError.tsx';
import { plural } from '../ui/plural.ts';
import { Time } from '../ui/Time.tsx';
import { toast } from '../ui/toast.tsx';
import { RecoveryCodes } from './RecoveryCodes.tsx';
import { SecondFactorSetup } from './SecondFactorSetup.tsx';

type Open = { act: 'set up' | 'turn off' | 'renew' } | { act: 'show'; codes: string[] };

export function SecondFactor() {
  const client = useQueryClient();
  const change = useChange();
  const { data, error, refetch } = useQuery(apiQuery(getSecondFactor));
  const [open, setOpen] = useState<Open | null>(null);
  // true while the recovery codes are shown, so that nobody leaves by accident
  const [stays, setStays] = useState(false);
  const close = () => {
    setOpen(null);
    setStays(false);
  };
  const refreshAll = async () => {
    await refresh(client);
    await client.invalidateQueries(sessionQuery);
  };
  return (
    <Card
      title="Two-factor authentication"
      actions={data && <Badge tone={data.enabled ? 'green' : 'grey'}>{data.enabled ? 'On' : 'Off'}</Badge>}
    >
      {(!data || error) && <NotLoaded title="Couldn’t load this" error={error} again={refetch} />}
      {data?.enabledAt && (
        <Stack>
          <p>
            You sign in with a code from your authenticator app. On since <Time at={data.enabledAt} />.{' '}
            {leftWords(data.recoveryCodesLeft)}
          </p>
          <Row tight>
            <Button small onClick={() => setOpen({ act: 'renew' })}>
              Get new recovery codes
            </Button>
            <Button small onClick={() => setOpen({ act: 'turn off' })}>
              Turn off
            </Button>
          </Row>
        </Stack>
      )}
      {data && !data.enabled && (
        <Stack>
          <p>Two-factor authentication asks for a code from your phone as well as your password.</p>
          <div>
            <Button kind="primary" onClick={() => setOpen({ act: 'set up' })}>
              Set up
            </Button>
          </div>
        </Stack>
      )}
      {open?.act === 'set up' && (
        <Dialog title="Set up two-factor authentication" keepOpen {...(!stays && { onClose: close })}>
          <SecondFactorSetup
            inDialog
            onCodes={() => setStays(true)}
            onDone={async () => {
              await refreshAll();
              toast.success('Other sessions were signed out.', 'Two-factor authentication is on');
              close();
            }}
          />
        </Dialog>
      )}
      {open?.act === 'renew' && (
        <ProofDialog
          title="Get new recovery codes?"
          intro="Your current recovery codes will stop working."
          verb="Get new codes"
          send={async (body) => {
            const { recoveryCodes } = await change(renewRecoveryCodes, { body });
            setOpen({ act: 'show', codes: recoveryCodes });
          }}
          onClose={close}
        />
      )}
      {open?.act === 'turn off' && (
        <ProofDialog
          title="Turn off two-factor authentication?"
          intro="You’ll sign in with your password alone."
          verb="Turn off"
          danger
          send={async (body) => {
            await change(disableSecondFactor, { body });
            await client.invalidateQueries(sessionQuery);
            toast.success('You now sign in with your password alone.', 'Two-factor authentication is off');
            close();
          }}
          onClose={close}
        />
      )}
      {open?.act === 'show' && (
        <Dialog title="Your new recovery codes" keepOpen>
          <RecoveryCodes codes={open.codes} onDone={close} />
        </Dialog>
      )}
    </Card>
  );
}

const leftWords = (left: number): string =>
  left === 0
    ? 'You have no recovery codes left. Get new ones.'
    : plural(left, { one: '# recovery code is left.', other: '# recovery codes are left.' });

const proofSchema = z.object({
  currentPassword: z.string().min(1, 'Enter your password.'),
  code: z.string().trim().min(1, 'Enter a code.'),
});

type ProofProps = {
  title: string;
  intro: string;
  verb: string;
  danger?: boolean;
  send: (proofs: z.infer<typeof proofSchema>) => Promise<void>;
  onClose: () => void;
};

/** Asks for password and code before the second factor changes. */
function ProofDialog({ title, intro, verb, danger, send, onClose }: ProofProps) {
  const form = useApiForm({ schema: proofSchema, values: { currentPassword: '', code: '' }, send });
  return (
    <Dialog title={title} intro={intro} size="small" keepOpen onClose={onClose}>
      <Form of={form} label={title}>
        <PasswordInput name="currentPassword" label="Password" autoComplete="current-password" autoFocus />
        <TextInput
          name="code"
          label="Code"
          autoComplete="one-time-code"
          mono
          description="From your authenticator app, or a recovery code."
        />
        <DialogActions>
          <CancelButton />
          <Button type="submit" kind={danger ? 'danger' : 'primary'} busy={form.busy}>
            {verb}
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}
