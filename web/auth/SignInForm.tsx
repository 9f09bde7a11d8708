import { type ReactNode, useEffect, useRef, useState } from 'react';
import { z } from 'zod';
import type { Session } from '../../src/people/contract.ts';
import { signIn } from '../../src/people/endpoints.ts';
import { Form, PasswordInput, TextInput, useApiForm } from '../kit/forms/form.tsx';
import { call } from '../kit/session/call.ts';
import { Button } from '../ui/Button.tsx';
import { CodeInput } from './CodeInput.tsx';

const schema = z.object({
  email: z.string().trim().min(1, 'Enter your email address.').max(254),
  password: z.string().min(1, 'Enter your password.').max(1000),
  code: z.string().trim().max(40),
});

type SignInFormProps = {
  email?: string;
  /** Shown below the button until a code is needed. */
  children?: ReactNode;
  onSignedIn: (session: Session) => Promise<void>;
};

/** Asks for email and password, and then for a code if the account needs one. */
export function SignInForm({ email = '', children, onSignedIn }: SignInFormProps) {
  const [asksForCode, setAsksForCode] = useState(false);
  const body = useRef<HTMLDivElement>(null);
  const form = useApiForm({
    schema,
    mode: 'onSubmit',
    values: { email, password: '', code: '' },
    send: async ({ code, ...rest }) =>
      onSignedIn(await call(signIn, { body: { ...rest, ...(asksForCode && code && { code }) } })),
    takeError: ({ code }) => {
      if (code !== 'second_factor_required') return false;
      if (asksForCode) form.form.setError('code', { message: 'Enter the code.' }, { shouldFocus: true });
      setAsksForCode(true);
      return true;
    },
  });
  useEffect(() => {
    if (asksForCode) body.current?.querySelector('input')?.focus();
  }, [asksForCode]);
  const back = () => {
    form.form.reset({ email: form.form.getValues('email'), password: '', code: '' });
    setAsksForCode(false);
  };
  return (
    <Form of={form} label="Sign in">
      {asksForCode ? (
        <div ref={body}>
          <CodeInput />
        </div>
      ) : (
        <>
          <TextInput
            name="email"
            label="Email"
            type="email"
            autoComplete="username"
            inputMode="email"
            autoFocus={!email}
          />
          <PasswordInput name="password" label="Password" autoComplete="current-password" autoFocus={email !== ''} />
        </>
      )}
      <Button type="submit" kind="primary" wide busy={form.busy}>
        Sign in
      </Button>
      {asksForCode ? (
        <Button kind="quiet" wide onClick={back}>
          Back
        </Button>
      ) : (
        children
      )}
    </Form>
  );
}
