import { z } from 'zod';
import type { Session } from '../../src/people/contract.ts';
import { api } from '../api.ts';
import { Form, PasswordInput, TextInput, useApiForm } from '../form.tsx';
import { Button } from '../ui/Button.tsx';

const schema = z.object({
  email: z.string().trim().min(1, 'Enter your email address.').max(254),
  password: z.string().min(1, 'Enter your password.').max(1000),
});

export function SignInForm({
  email = '',
  onSignedIn,
}: {
  email?: string;
  onSignedIn: (session: Session) => Promise<void>;
}) {
  const form = useApiForm({
    schema,
    values: { email, password: '' },
    send: async (body) => onSignedIn(await api.post<Session>('/session', { body })),
  });
  return (
    <Form of={form} label="Sign in">
      <TextInput name="email" label="Email" type="email" autoComplete="username" inputMode="email" startHere={!email} />
      <PasswordInput name="password" label="Password" autoComplete="current-password" startHere={email !== ''} />
      <Button type="submit" kind="primary" wide busy={form.busy}>
        Sign in
      </Button>
    </Form>
  );
}
