import type { Export } from '../../src/exports/contract.ts';
import { PREPARATION_MS } from '../../src/exports/rules.ts';

/** Whether the preparation takes too long. By the same rule, the server allows a new one. */
export const isLost = ({ status, requestedAt }: Pick<Export, 'status' | 'requestedAt'>, now = new Date()): boolean =>
  status === 'preparing' && requestedAt !== null && now.getTime() - Date.parse(requestedAt) >= PREPARATION_MS;
