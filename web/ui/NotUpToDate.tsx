import { Notice } from './Notice.tsx';

const clock = new Intl.DateTimeFormat(undefined, { timeStyle: 'medium' });

/** What is shown was read some time ago, and could not be read again. */
export function NotUpToDate({ error, since }: { error: Error; since: number }) {
  return (
    <Notice tone="warning" alert>
      Not up to date since {clock.format(since)}. {error.message}
    </Notice>
  );
}
