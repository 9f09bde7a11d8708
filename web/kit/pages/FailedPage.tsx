import { LoadError } from '../../ui/LoadError.tsx';
import { Page } from '../../ui/Page.tsx';
import { brandOf, useSession } from '../session/session.ts';

type FailedProps = { title: string; error: Error; again: () => Promise<unknown> };

/** Shown instead of a page that couldn't be loaded, with a heading and a title as every page. */
export function FailedPage({ title, error, again }: FailedProps) {
  return (
    <Page title={title} brand={brandOf(useSession())}>
      <LoadError error={error} again={again} />
    </Page>
  );
}
