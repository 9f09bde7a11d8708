import { Badge } from '../ui/Badge.tsx';

/** Beside the name of a tenant that is a sandbox, and of a key or a webhook that is for sandboxes. */
export const SandboxBadge = ({ children = 'Sandbox' }: { children?: string }) => <Badge tone="blue">{children}</Badge>;
