import { z } from 'zod';
import { type Tasks, withPayload } from '../platform/db/jobs/jobs.ts';
import { openStorage } from '../platform/db/storage.ts';
import { convertMedia } from './conversion.ts';
import { removeUnplayed, sweepMediaFiles } from './files.ts';

const Conversion = z.object({ tenantId: z.string(), mediaId: z.string(), pending: z.string() });

export const mediaTasks = {
  /** Added by the transaction that stores the upload or text. */
  convert_media: {
    run: withPayload(Conversion, (conversion, { db, config }) =>
      convertMedia({ db, storage: openStorage(config.dataDir), config }, conversion),
    ),
  },
  /** Added whenever a sound may have lost its last use. */
  remove_unplayed_media: {
    run: withPayload(z.object({ tenantId: z.string() }), async ({ tenantId }, { db, config, log }) => {
      const removed = await removeUnplayed(db, openStorage(config.dataDir), tenantId);
      if (removed > 0) log.info({ tenant: tenantId, removed }, 'sounds that nothing plays were removed');
    }),
  },
  sweep_media_files: {
    cron: '50 3 * * *',
    run: async (_payload, { db, config, log }) => {
      const removed = await sweepMediaFiles(db, openStorage(config.dataDir), new Date());
      if (removed > 0) log.warn({ removed }, 'files of media that no row named were removed');
    },
  },
} satisfies Tasks;
