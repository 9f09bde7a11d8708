import type { Tx } from '../platform/db/db.ts';
import { findFlow } from './sql.ts';

export type { FlowRow } from './sql.ts';

export const existingFlow = {
  find: ({ tx, params }: { tx: Tx; params: { flowId: string } }) => findFlow(tx, params.flowId),
};
