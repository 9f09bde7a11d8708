import type { MediaUser } from '../media/uses.ts';
import { flowName } from './destination.ts';
import * as sql from './sql.ts';

/** Flows play sounds. Neither a version nor a draft changes when a sound goes: a version keeps what it plays, and in the draft another is chosen. */
export const flowsAsMediaUsers: MediaUser = {
  async uses(tx, mediaIds) {
    const uses = [];
    for (const mediaId of mediaIds)
      for (const flow of await sql.flowsUsing(tx, mediaId))
        uses.push({ mediaId, kind: 'flow' as const, id: flow.id, name: flowName(flow) });
    return uses;
  },
  release: async () => {},
};
