import { TextInput } from '../kit/forms/form.tsx';

/** Accepts a code of the second factor, or a recovery code. */
export function CodeInput() {
  return (
    <TextInput
      name="code"
      label="Code"
      mono
      autoComplete="one-time-code"
      maxLength={40}
      description="From your authenticator app, or one of your recovery codes."
    />
  );
}
