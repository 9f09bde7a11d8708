import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { z } from 'zod';
import { Email, type Invitation, Password, PersonName } from '../../src/people/contract.ts';
import { acceptInvitation, readInvitation } from '../../src/people/endpoints.ts';
import { Form, PasswordInput, TextInput, useApiForm } from '../kit/forms/form.tsx';
import { ApiError } from '../kit/session/api.ts';
import { call } from '../kit/session/call.ts';
import { sessionQuery } from '../kit/session/session.ts';
import { Button } from '../ui/Button.tsx';
import { LoadError } from '../ui/LoadError.tsx';
import { AuthPage } from './AuthPage.tsx';
import { CodeInput } from './CodeInput.tsx';

type Invited = z.infer<typeof Invitation>;

/** The page of an invitation link. The token comes after `#`, so it never appears in a server's log. */
export function Welcome() {
  const [token] = useState(() => new URLSearchParams(location.hash.slice(1)).get('token') ?? location.hash.slice(1));
  const { data, error, refetch } = useQuery({
    queryKey: ['invitation', token],
    queryFn: () => call(readInvitation, { body: { token } }),
    retry: false,
    staleTime: Infinity,
  });
  if (error instanceof ApiError && (error.code === 'tenant_suspended' || error.code === 'tenant_cancelled')) {
    return (
      <AuthPage title="This link doesn’t work right now">
        <p>{error.message}</p>
      </AuthPage>
    );
  }
  if (error instanceof ApiError && (error.code === 'link_expired' || error.status === 422)) {
    return (
      <AuthPage title="This link no longer works">
        <p>It has been used or has expired. Ask for a new one.</p>
        <p>
          If you already have a password, <Link to="/sign-in">sign in</Link> or{' '}
          <Link to="/forgot-password">reset your password</Link>.
        </p>
      </AuthPage>
    );
  }
  const isNewPassword = data?.purpose === 'new_password';
  return (
    <AuthPage
      title={isNewPassword ? 'Choose a new password' : 'Welcome'}
      intro={data?.email && !isNewPassword ? 'Choose a password to sign in.' : undefined}
    >
      {error && <LoadError error={error} again={refetch} />}
      {data && <AcceptForm token={token} invited={data} />}
    </AuthPage>
  );
}

const known = z
  .object({ email: z.string(), name: z.string(), password: Password, repeat: z.string(), code: z.string().trim() })
  .refine((form) => form.password === form.repeat, { path: ['repeat'], message: 'The passwords don’t match.' });
/** The first operator's link names nobody, so the form also asks for name and email. */
const unknown = z
  .object({ email: Email, name: PersonName, password: Password, repeat: z.string(), code: z.string().trim() })
  .refine((form) => form.password === form.repeat, { path: ['repeat'], message: 'The passwords don’t match.' });

function AcceptForm({ token, invited }: { token: string; invited: Invited }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const isNew = invited.email === null;
  const form = useApiForm({
    schema: isNew ? unknown : known,
    values: { email: invited.email ?? '', name: invited.name ?? '', password: '', repeat: '', code: '' },
    send: async ({ email, name, password, code }) => {
      const session = await call(acceptInvitation, {
        body: { token, password, ...(isNew && { email, name }), ...(code && { code }) },
      });
      client.clear();
      client.setQueryData(sessionQuery.queryKey, session);
      await navigate({ to: '/', replace: true });
    },
    fieldOfCode: { email_taken: 'email', second_factor_required: 'code' },
  });
  useEffect(() => {
    document.querySelector<HTMLElement>('[data-autofocus], input:not([readonly])')?.focus();
  }, []);
  return (
    <Form of={form} label="Welcome">
      <TextInput
        name="email"
        label="Email"
        type="email"
        autoComplete="username"
        disabledReason={isNew ? null : 'You sign in with this address.'}
        autoFocus={isNew}
      />
      {isNew && <TextInput name="name" label="Name" autoComplete="name" />}
      <PasswordInput
        name="password"
        label="Password"
        autoComplete="new-password"
        description="At least 10 characters. Three or four random words work well."
      />
      <PasswordInput name="repeat" label="Repeat the password" autoComplete="new-password" />
      {invited.secondFactor && <CodeInput />}
      <Button type="submit" kind="primary" wide busy={form.busy}>
        Set the password and sign in
      </Button>
    </Form>
  );
}
