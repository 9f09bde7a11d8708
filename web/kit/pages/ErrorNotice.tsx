import { Notice } from '../../ui/Notice.tsx';
import { errorText } from '../session/api.ts';

/** Shows an error next to the button that caused it. Shows nothing if the page asks to sign in again. */
export function ErrorNotice({ error, comesForward = false }: { error: unknown; comesForward?: boolean }) {
  const text = errorText(error);
  if (text === null) return null;
  return (
    <Notice tone="error" alert comesForward={comesForward}>
      {text}
    </Notice>
  );
}
