import { IconDownload } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Button, type ButtonKind } from '../../ui/Button.tsx';
import { toast } from '../../ui/toast.tsx';
import { sessionQuery } from '../session/session.ts';

type DownloadProps = {
  href: string;
  /** The name of the file. */
  file: string;
  disabledReason?: string | null;
  kind?: ButtonKind;
  small?: boolean;
  /** Throws if the file no longer exists. */
  check?: () => Promise<void>;
  /** The accessible name, where several files can be downloaded. */
  'aria-label'?: string;
  children: ReactNode;
};

/**
 * Downloads a file. The browser fetches it itself, because it may be large. It would also save an error response under the file's name, so possible
 * errors are checked first and shown on the page.
 */
export function Download({
  href,
  file,
  disabledReason,
  kind = 'plain',
  small = false,
  check,
  'aria-label': label,
  children,
}: DownloadProps) {
  const client = useQueryClient();
  const { mutate, isPending } = useMutation({
    mutationFn: async () => {
      const session = await client.query({ ...sessionQuery, staleTime: 0 });
      // the page asks to sign in again
      if (!session) return;
      await check?.();
      Object.assign(document.createElement('a'), { href, download: file }).click();
    },
    onError: (error) => toast.error(error.message, 'Couldn’t download the file'),
  });
  return (
    <Button
      aria-label={label}
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
