import { useMutation, useQueryClient } from '@tanstack/react-query';
import { IconDownload } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { sessionQuery } from '../session/session.ts';
import { Button, type ButtonKind } from '../../ui/Button.tsx';
import { toast } from '../../ui/toast.tsx';

type DownloadProps = {
  href: string;
  /** What the file is called. */
  file: string;
  disabledReason?: string | null;
  kind?: ButtonKind;
  small?: boolean;
  /** Fails when there is no such file any more. */
  check?: () => Promise<void>;
  children: ReactNode;
};

/**
 * Saves a file of the server's. The browser fetches it by itself, so that it may be of any size, and would save a refusal under the
 * file's name: hence what can be refused is found out first, and said in the page.
 */
export function Download({
  href,
  file,
  disabledReason,
  kind = 'plain',
  small = false,
  check,
  children,
}: DownloadProps) {
  const client = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: async () => {
      const session = await client.fetchQuery({ ...sessionQuery, staleTime: 0 });
      // signed out: the page asks to sign in again
      if (!session) return;
      await check?.();
      Object.assign(document.createElement('a'), { href, download: file }).click();
    },
    onError: (error) => toast.error(error.message, 'Nothing was downloaded'),
  });
  return (
    <Button
      kind={kind}
      small={small}
      icon={<IconDownload size={16} aria-hidden />}
      disabledReason={disabledReason}
      busy={isPending}
      onClick={() => mutate()}
    >
      {children}
    </Button>
  );
}
