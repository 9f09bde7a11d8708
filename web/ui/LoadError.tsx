import { Button } from './Button.tsx';
import { Notice } from './Notice.tsx';

/** Shown instead of what couldn't be loaded: the reason, and a button to try again. */
export function LoadError({ title, error, again }: { title?: string; error: Error; again: () => Promise<unknown> }) {
  return (
    <Notice tone="error" alert title={title} action={<Button onClick={() => void again()}>Try again</Button>}>
      {error.message}
    </Notice>
  );
}
