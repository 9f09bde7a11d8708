import { useAnyTenant } from '../kit/session/tenant-context.ts';
import { Notice } from '../ui/Notice.tsx';

/** Shown to everyone above the pages of a sandbox, because somebody near one of its phones may need to call 911. */
export function SandboxBanner() {
  const { sandbox } = useAnyTenant();
  if (!sandbox) return null;
  return (
    <Notice tone="warning" title="This is a sandbox. Its phones can’t call 911.">
      Calls reach only its own phones. Outbound and emergency calls get an announcement. Nothing is billed.
    </Notice>
  );
}
