import { TextInput } from '../kit/forms/form.tsx';

/** A code of the second factor, or one of the recovery codes in its place. */
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
