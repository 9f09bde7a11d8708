import { errorText } from '../session/api.ts';
import { Notice } from '../../ui/Notice.tsx';

/** Why something was not done, beside what was pressed. Nothing where there was no error, or where the pages ask to sign in. */
export function ErrorNotice({ error, comesForward = false }: { error: unknown; comesForward?: boolean }) {
  const text = errorText(error);
  if (text === null) return null;
  return (
    <Notice tone="error" alert comesForward={comesForward}>
      {text}
    </Notice>
  );
}
