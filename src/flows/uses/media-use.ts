import type { MediaUser } from '../../media/uses.ts';
import * as sql from '../sql.ts';
import { flowName } from './destination.ts';

/**
 * Flows play sounds. Deleting a sound changes neither versions nor drafts: a version has its own copy, and in the draft a user chooses another sound.
 */
export const flowsAsMediaUsers: MediaUser = {
  async uses(tx, mediaIds) {
    const flows = await sql.flowsUsing(tx, mediaIds);
    return flows.map((flow) => ({ mediaId: flow.used, kind: 'flow' as const, id: flow.id, name: flowName(flow) }));
  },
  release: async () => {},
};
