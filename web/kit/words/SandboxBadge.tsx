import type { Mode } from '../../../src/platform/values/mode.ts';
import { Badge } from '../../ui/Badge.tsx';

/** Shown next to the name of a sandbox. */
export const SandboxBadge = () => <Badge tone="blue">Sandbox</Badge>;

/** Shown next to the name of a key or webhook for sandboxes. */
export const TestBadge = ({ mode }: { mode: Mode }) => mode === 'test' && <Badge tone="blue">Test</Badge>;
