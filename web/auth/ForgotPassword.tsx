import { Link } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { z } from 'zod';
import type { PasswordResetResult } from '../../src/people/contract.ts';
import { requestPasswordReset } from '../../src/people/own-account/endpoints.ts';
import { Form, TextInput, useApiForm } from '../kit/forms/form.tsx';
import { call } from '../kit/session/call.ts';
import { Button } from '../ui/Button.tsx';
import { AuthPage } from './AuthPage.tsx';

const schema = z.object({ email: z.string().trim().min(1, 'Enter your email address.').max(254) });
type ResetRequest = { email: string; mail: z.infer<typeof PasswordResetResult>['mail'] };

/** Shows the same for every address, whether or not it has an account. */
export function ForgotPassword() {
  const [request, setRequest] = useState<ResetRequest | null>(null);
  if (request === null) return <RequestForm onRequested={setRequest} />;
  return (
    <AuthPage title={request.mail === 'sent' ? 'Check your email' : 'This service can’t send email'}>
      <output>
        {request.mail === 'sent' ? (
          <p>
            If <strong>{request.email}</strong> has an account, a link to choose a new password is on its way. It works
            once, for one hour.
          </p>
        ) : (
          <p>No mail server is set up. Ask an admin for a new password or a link.</p>
        )}
      </output>
      <p>
        <Link to="/sign-in">Back to sign-in</Link>
      </p>
    </AuthPage>
  );
}

function RequestForm({ onRequested }: { onRequested: (request: ResetRequest) => void }) {
  const form = useApiForm({
    schema,
    mode: 'onSubmit',
    values: { email: '' },
    send: async ({ email }): Promise<ResetRequest> => {
      const { mail } = await call(requestPasswordReset, { body: { email } });
      return { email, mail };
    },
    done: onRequested,
  });
  useEffect(() => {
    document.querySelector<HTMLElement>('[data-autofocus]')?.focus();
  }, []);
  return (
    <AuthPage title="Forgot your password?" intro="We’ll email you a link to choose a new one.">
      <Form of={form} label="Forgot your password?">
        <TextInput name="email" label="Email" type="email" autoComplete="username" inputMode="email" autoFocus />
        <Button type="submit" kind="primary" wide busy={form.busy}>
          Email me a link
        </Button>
      </Form>
      <p>
        <Link to="/sign-in">Back to sign-in</Link>
      </p>
    </AuthPage>
  );
}
