import type { Export } from '../../src/exports/contract.ts';
import { PREPARING_MS } from '../../src/exports/rules.ts';

/** A preparation that never ended: the server lets another begin, by the same rule. */
export const isLost = ({ status, requestedAt }: Pick<Export, 'status' | 'requestedAt'>, now = new Date()): boolean =>
  status === 'preparing' && requestedAt !== null && now.getTime() - Date.parse(requestedAt) >= PREPARING_MS;
