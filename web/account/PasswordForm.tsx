import { z } from 'zod';
import { Password } from '../../src/people/contract.ts';
import { changePassword } from '../../src/people/own-account/endpoints.ts';
import { Form, PasswordInput, useApiForm } from '../kit/forms/form.tsx';
import { useChange } from '../kit/session/changes.ts';
import { Button } from '../ui/Button.tsx';
import { Row } from '../ui/layout.tsx';
import { toast } from '../ui/toast.tsx';

const schema = z
  .object({
    currentPassword: z.string().min(1, 'Enter your current password.'),
    newPassword: Password,
    repeat: z.string(),
  })
  .refine((form) => form.newPassword === form.repeat, { path: ['repeat'], message: 'The passwords don’t match.' });

const EMPTY = { currentPassword: '', newPassword: '', repeat: '' };

export function PasswordForm({ email }: { email: string }) {
  const change = useChange();
  const form = useApiForm({
    schema,
    values: EMPTY,
    send: async ({ currentPassword, newPassword }) => {
      await change(changePassword, { body: { currentPassword, newPassword } });
      form.form.reset(EMPTY);
      toast.success('All other sessions were signed out.', 'Password changed');
    },
  });
  return (
    <Form of={form} label="Change password">
      {/* for the browser's password manager */}
      <input type="text" name="username" autoComplete="username" value={email} readOnly hidden />
      <PasswordInput name="currentPassword" label="Current password" autoComplete="current-password" />
      <PasswordInput
        name="newPassword"
        label="New password"
        autoComplete="new-password"
        description="At least 10 characters. Three or four random words work well."
      />
      <PasswordInput name="repeat" label="Repeat the new password" autoComplete="new-password" />
      <Row end>
        <Button type="submit" kind="primary" busy={form.busy}>
          Change password
        </Button>
      </Row>
    </Form>
  );
}
