import { Button } from './Button.tsx';
import { Notice } from './Notice.tsx';

type LoadErrorProps = { title?: string; error: Error; again: () => Promise<unknown> };

/** Shown instead of what couldn't be loaded: the reason, and a button to try again. */
export function LoadError({ title, error, again }: LoadErrorProps) {
  return (
    <Notice tone="error" alert title={title} action={<Button onClick={() => void again()}>Try again</Button>}>
      {error.message}
    </Notice>
  );
}

/** Shown instead of what isn't loaded: that it still loads, or why it couldn't be loaded. */
export const NotLoaded = ({ error, ...rest }: Omit<LoadErrorProps, 'error'> & { error: Error | null }) =>
  error ? <LoadError error={error} {...rest} /> : <output>Loading…</output>;
