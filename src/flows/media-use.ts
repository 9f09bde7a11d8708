import type { MediaUser } from '../media/uses.ts';
import { flowName } from './destination.ts';
import * as sql from './sql.ts';

/** Flows play sounds. Neither a version nor a draft changes when a sound goes: a version keeps what it plays, and in the draft another is chosen. */
export const flowsAsMediaUsers: MediaUser = {
  async uses(tx, mediaIds) {
    const flows = await sql.flowsUsing(tx, mediaIds);
    return flows.map((flow) => ({ mediaId: flow.used, kind: 'flow' as const, id: flow.id, name: flowName(flow) }));
  },
  release: async () => {},
};
