import { Button } from './Button.tsx';
import { Notice } from './Notice.tsx';

/** Stands where something would, had it been loaded: why it was not, and a way to try again. */
export function NotLoaded({ title, error, again }: { title?: string; error: Error; again: () => Promise<unknown> }) {
  return (
    <Notice tone="error" alert title={title} action={<Button onClick={() => void again()}>Try again</Button>}>
      {error.message}
    </Notice>
  );
}
