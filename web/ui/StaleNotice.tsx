import { Notice } from './Notice.tsx';

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

/** Warns that the shown data couldn't be loaded again, and is from an earlier time. */
export function StaleNotice({ error, since }: { error: Error; since: number }) {
  return (
    <Notice tone="warning" alert>
      Not up to date since {clock.format(since)}. {error.message}
    </Notice>
  );
}
