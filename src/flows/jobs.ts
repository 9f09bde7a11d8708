import { z } from 'zod';
import { type Tasks, withPayload } from '../platform/db/jobs/jobs.ts';
import { openStorage } from '../platform/db/storage.ts';
import { mailMissingTarget } from './missing-targets/missing-targets.ts';
import { speakTexts } from './spoken-texts/texts.ts';

const MissingTarget = z.object({
  tenantId: z.string(),
  flowId: z.string(),
  target: z.string(),
  at: z.iso.datetime(),
});

export const flowTasks = {
  /** Added by the transaction that saves a draft with new texts. */
  speak_flow_texts: {
    run: withPayload(z.object({ tenantId: z.string() }), ({ tenantId }, { db, config, log }) =>
      speakTexts({ db, storage: openStorage(config.dataDir), config }, tenantId, (err) =>
        log.warn({ err, tenant: tenantId }, 'a text of a flow could not be spoken'),
      ),
    ),
  },
  /** Added by the transaction that reports it. */
  mail_missing_target: {
    run: withPayload(MissingTarget, (missing, { db }) => mailMissingTarget(db, missing)),
  },
} satisfies Tasks;
