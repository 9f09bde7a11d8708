import { useAnyTenant } from '../kit/session/tenant-context.ts';
import { Notice } from '../ui/Notice.tsx';

/** Above the pages of a sandbox, for everybody: somebody may need help near one of its phones. */
export function SandboxBanner() {
  const { sandbox } = useAnyTenant();
  if (!sandbox) return null;
  return (
    <Notice tone="warning" title="This is a sandbox. Its phones can’t call 911.">
      Calls reach only its own phones. Calls out and calls for help are answered by an announcement. Nothing is billed.
    </Notice>
  );
}
