import { type ReactNode, useEffect, useRef, useState } from 'react';
import { z } from 'zod';
import type { SecondFactorSetup as Begun } from '../../src/people/contract.ts';
import { beginSecondFactor, confirmSecondFactor } from '../../src/people/second-factor/endpoints.ts';
import { Form, PasswordInput, TextInput, useApiForm } from '../kit/forms/form.tsx';
import { call } from '../kit/session/call.ts';
import { Button } from '../ui/Button.tsx';
import { CopyField } from '../ui/CopyField.tsx';
import { CancelButton } from '../ui/Dialog.tsx';
import { Row } from '../ui/layout.tsx';
import { QrCode } from './QrCode.tsx';
import { RecoveryCodes } from './RecoveryCodes.tsx';

type Setup = z.infer<typeof Begun>;
type Step = { at: 'password' } | { at: 'app'; setup: Setup } | { at: 'codes'; codes: string[] };
type Props = { inDialog?: boolean; onCodes?: () => void; onDone: () => void | Promise<void> };

/**
 * Asks for the password, then for a code of the app, then shows the recovery codes. The second factor is off until a code proves that the app has the
 * secret.
 */
export function SecondFactorSetup({ inDialog = false, onCodes, onDone }: Props) {
  const [step, setStep] = useState<Step>({ at: 'password' });
  const confirmed = (codes: string[]) => {
    setStep({ at: 'codes', codes });
    onCodes?.();
  };
  return (
    <FirstField key={step.at}>
      {step.at === 'password' && <AskPassword inDialog={inDialog} onBegun={(setup) => setStep({ at: 'app', setup })} />}
      {step.at === 'app' && <ConnectApp inDialog={inDialog} setup={step.setup} onConfirmed={confirmed} />}
      {step.at === 'codes' && <RecoveryCodes codes={step.codes} onDone={onDone} />}
    </FirstField>
  );
}

/** The pressed button disappears with its step, so the focus moves to the start of the next one. */
function FirstField({ children }: { children: ReactNode }) {
  const body = useRef<HTMLDivElement>(null);
  useEffect(() => {
    body.current?.querySelector<HTMLElement>('input[data-autofocus], input[type="checkbox"]')?.focus();
  }, []);
  return <div ref={body}>{children}</div>;
}

const passwordSchema = z.object({ currentPassword: z.string().min(1, 'Enter your password.') });

function AskPassword({ inDialog, onBegun }: { inDialog: boolean; onBegun: (setup: Setup) => void }) {
  const form = useApiForm({
    schema: passwordSchema,
    mode: 'onSubmit',
    values: { currentPassword: '' },
    send: (body) => call(beginSecondFactor, { body }),
    done: onBegun,
  });
  return (
    <Form of={form} label="Set up two-factor authentication">
      <p>
        You need an authenticator app on your phone, such as Google Authenticator, Microsoft Authenticator or 1Password.
      </p>
      <PasswordInput name="currentPassword" label="Password" autoComplete="current-password" autoFocus />
      <Row end>
        {inDialog && <CancelButton />}
        <Button type="submit" kind="primary" busy={form.busy}>
          Continue
        </Button>
      </Row>
    </Form>
  );
}

const codeSchema = z.object({ code: z.string().trim().min(1, 'Enter the code that the app shows.') });

function ConnectApp({
  inDialog,
  setup,
  onConfirmed,
}: {
  inDialog: boolean;
  setup: Setup;
  onConfirmed: (codes: string[]) => void;
}) {
  const form = useApiForm({
    schema: codeSchema,
    mode: 'onSubmit',
    values: { code: '' },
    send: (body) => call(confirmSecondFactor, { body }),
    done: ({ recoveryCodes }) => onConfirmed(recoveryCodes),
  });
  return (
    <Form of={form} label="Connect your app">
      <p>Scan this with your authenticator app, or type the key into it.</p>
      <QrCode text={setup.otpauthUri} label="QR code for your authenticator app. You can type the key below instead." />
      <CopyField label="Key" value={setup.secret} />
      <TextInput
        name="code"
        label="Code"
        mono
        inputMode="numeric"
        autoComplete="one-time-code"
        autoFocus
        description="The 6 digits that the app shows now."
      />
      <Row end>
        {inDialog && <CancelButton />}
        <Button type="submit" kind="primary" busy={form.busy}>
          Turn on
        </Button>
      </Row>
    </Form>
  );
}
