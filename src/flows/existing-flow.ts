import { byId } from '../platform/http/by-id.ts';
import { findFlow } from './sql.ts';

export type { FlowRow } from './sql.ts';

export const existingFlow = byId('flowId', findFlow);
