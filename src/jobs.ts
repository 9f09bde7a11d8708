import { apiRequestTasks } from './api-requests/jobs.ts';
import { auditTasks } from './audit/jobs.ts';
import { billingTasks } from './billing/jobs.ts';
import { cardTasks } from './cards/jobs.ts';
import { emergencyTasks } from './emergency/jobs.ts';
import { eventTasks } from './events/jobs.ts';
import { exportTasks } from './exports/jobs.ts';
import { flowTasks } from './flows/jobs.ts';
import { fraudTasks } from './fraud/jobs.ts';
import { incidentTasks } from './incidents/jobs.ts';
import { invoiceTasks } from './invoices/jobs.ts';
import { limitTasks } from './limits/jobs.ts';
import { mediaTasks } from './media/jobs.ts';
import { outboundTasks } from './outbound/jobs.ts';
import { pastDueTasks } from './past-due/jobs.ts';
import { peopleTasks } from './people/jobs.ts';
import { mailTasks } from './platform/db/mail/mail-sending.ts';
import { rateTasks } from './rates/jobs.ts';
import { recordingTasks } from './recordings/jobs.ts';
import { refundTasks } from './refunds/jobs.ts';
import { retentionTasks } from './retention/jobs.ts';
import { sandboxTasks } from './sandbox/jobs.ts';
import { transcriptTasks } from './transcripts/jobs.ts';
import { trunkTasks } from './trunks/jobs.ts';
import { voicemailTasks } from './voicemail/jobs.ts';
import { webhookTasks } from './webhooks/jobs.ts';
import { wholesaleTasks } from './wholesale/jobs.ts';

/** Every background task by name, one line per slice. */
export const tasks = {
  ...apiRequestTasks,
  ...auditTasks,
  ...mailTasks,
  ...peopleTasks,
  ...retentionTasks,
  ...eventTasks,
  ...webhookTasks,
  ...exportTasks,
  ...incidentTasks,
  ...invoiceTasks,
  ...cardTasks,
  ...refundTasks,
  ...pastDueTasks,
  ...transcriptTasks,
  ...trunkTasks,
  ...emergencyTasks,
  ...outboundTasks,
  ...voicemailTasks,
  ...recordingTasks,
  ...mediaTasks,
  ...sandboxTasks,
  ...flowTasks,
  ...limitTasks,
  ...fraudTasks,
  ...billingTasks,
  ...rateTasks,
  ...wholesaleTasks,
};
