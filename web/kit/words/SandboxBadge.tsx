import type { Mode } from '../../../src/platform/values/mode.ts';
import { Badge } from '../../ui/Badge.tsx';

/** Beside the name of a tenant that is a sandbox. */
export const SandboxBadge = () => <Badge tone="blue">Sandbox</Badge>;

/** Beside the name of a key or a webhook, if it is for sandboxes. */
export const TestBadge = ({ mode }: { mode: Mode }) => mode === 'test' && <Badge tone="blue">Test</Badge>;
