import { setTimeout as sleep } from 'node:timers/promises';
import { DESTINATIONS } from '../../destinations.ts';
import type { FlowContent } from '../../flows/content/graph-contract.ts';
import type { NodeOf } from '../../flows/content/node-contract.ts';
import { saveDraft } from '../../flows/drafts/draft.ts';
import { createFlow, reread } from '../../flows/flows.ts';
import { previewPublish, publishDraft } from '../../flows/versions/publish.ts';
import { mediaOptions } from '../../media/conversion.ts';
import { routeNumber } from '../../numbers/routing.ts';
import { type Config, serverRule } from '../../platform/config.ts';
import { type Db, inContext, type Tx } from '../../platform/db/db.ts';
import type { Owner } from '../../platform/db/events.ts';
import { SYSTEM } from '../../platform/http/caller.ts';
import { ScheduleCreate } from '../../schedules/contract.ts';
import { US_HOLIDAYS } from '../../schedules/holiday-rules.ts';
import { WEEKDAYS } from '../../schedules/hours-contract.ts';
import { createSchedule } from '../../schedules/schedules.ts';
import { MailboxCreate } from '../../voicemail/contract.ts';
import { createMailbox } from '../../voicemail/mailboxes.ts';

/** The flow of the demo, and the number that leads to it once its texts have been spoken. */
export type DemoFlow = { tenant: Owner; flowId: string; didId: string };

/** The ids of what the flow refers to. */
type Uses = { scheduleId: string; groupId: string; doctorId: string; mailboxId: string };

/** Drafts the flow of a clinic, with its hours and its mailbox. Until it is published, its number still rings as before. */
export async function seedFlow(
  tx: Tx,
  config: Config,
  tenant: Owner,
  { didId, ...uses }: Pick<Uses, 'groupId' | 'doctorId'> & { didId: string },
): Promise<DemoFlow> {
  const { id: scheduleId } = await createSchedule(tx, SYSTEM, { tenant, input: HOURS, now: new Date() });
  const mailbox = MailboxCreate.parse({ number: '800', name: 'Messages' });
  const { id: mailboxId } = await createMailbox(tx, SYSTEM, { tenant, input: mailbox, secretKey: config.secretKey });
  const { id: flowId } = await createFlow(tx, SYSTEM, tenant, { name: 'Main number', number: '500' });
  await saveDraft(tx, SYSTEM, {
    tenant,
    id: flowId,
    input: { content: contentFor({ ...uses, scheduleId, mailboxId }) },
    ifMatch: null,
  });
  return { tenant, flowId, didId };
}

const open = (from: string, to: string) => ({ kind: 'spans', spans: [{ from, to }] });
const closed = { kind: 'closed' };

const HOURS = ScheduleCreate.parse({
  name: 'Clinic hours',
  code: null,
  week: {
    ...Object.fromEntries(WEEKDAYS.map((day) => [day, open('08:00', '18:00')])),
    saturday: open('09:00', '13:00'),
    sunday: closed,
  },
  holidays: US_HOLIDAYS,
});

const spoken = (text: string) => [{ kind: 'text' as const, text }];

const LISTENS = {
  interruptible: true,
  listensWhilePlaying: true,
  typedAhead: 'keep',
  firstDigitSeconds: 5,
  nextDigitSeconds: 3,
  noInputTries: 2,
  wrongInputTries: 3,
} satisfies Partial<NodeOf<'menu'>>;

/** Hours, a menu, a group and voicemail. */
const contentFor = ({ scheduleId, groupId, doctorId, mailboxId }: Uses): FlowContent => ({
  name: 'Main number',
  fallback: { kind: 'mailbox', id: mailboxId },
  nodes: [
    { id: 'start', name: 'Start', kind: 'start', exits: { next: 'hours' } },
    { id: 'hours', name: 'Clinic hours', kind: 'hours', scheduleId, exits: { open: 'menu', closed: 'closed' } },
    {
      id: 'menu',
      name: 'Main menu',
      kind: 'menu',
      ...LISTENS,
      prompts: spoken(
        'Thank you for calling the clinic. If this is an emergency, hang up and dial 9 1 1. For appointments, press 1. For Doctor Okafor, press 2. To leave a message, press 3.',
      ),
      directDial: false,
      options: [
        { id: 'o1', digits: '1', name: 'Appointments', to: 'desk' },
        { id: 'o2', digits: '2', name: 'Dr. Okafor', to: 'doctor' },
        { id: 'o3', digits: '3', name: 'Leave a message', to: 'mailbox' },
      ],
      exits: { noInput: 'desk', wrongInput: 'desk' },
    },
    ringing('desk', { name: 'Front desk', target: { kind: 'group', id: groupId }, ringSeconds: 25, otherwise: 'busy' }),
    ringing('doctor', {
      name: 'Dr. Okafor',
      target: { kind: 'extension', id: doctorId },
      ringSeconds: 20,
      otherwise: 'busy',
    }),
    {
      id: 'busy',
      name: 'Nobody is free',
      kind: 'play',
      prompts: spoken('Nobody can take your call at the moment.'),
      exits: { next: 'mailbox' },
    },
    {
      id: 'closed',
      name: 'Closed',
      kind: 'play',
      prompts: spoken(
        'Thank you for calling the clinic. We are closed. Our hours are Monday to Friday from 8 to 6, and Saturday from 9 to 1. If this is an emergency, hang up and dial 9 1 1.',
      ),
      exits: { next: 'mailbox' },
    },
    { id: 'mailbox', name: 'Leave a message', kind: 'voicemail', mailboxId, exits: {} },
  ],
});

function ringing(
  id: string,
  {
    name,
    target,
    ringSeconds,
    otherwise,
  }: { name: string; target: NodeOf<'ring'>['target']; ringSeconds: number; otherwise: string },
): NodeOf<'ring'> {
  const exits = { answered: null, noAnswer: otherwise, busy: otherwise, unreachable: otherwise };
  return { id, name, kind: 'ring', target, ringSeconds, confirm: false, exits };
}

/** On a busy machine, generating speech is slow. */
const TIMEOUT_MS = 60_000;
const POLL_MS = 100;

/**
 * Publishes the flow once the worker has generated speech for its texts, and routes the number to it. A failure is only logged to the terminal: the
 * draft stays, and the rest of the demo works without it.
 */
export async function publishDemoFlow(
  db: Db,
  config: Config,
  { tenant, flowId, didId }: DemoFlow,
  log: (line: string) => void,
): Promise<void> {
  const deps = { destinations: DESTINATIONS, servers: serverRule(config) };
  const attempt = async (tx: Tx): Promise<string | null> => {
    const { draft, replaces, faults } = await previewPublish(tx, tenant, await reread(tx, flowId), deps);
    const [fault] = faults;
    if (fault) return fault.message;
    await publishDraft(tx, SYSTEM, {
      tenant,
      id: flowId,
      input: { draft, replaces, note: '', overrideReason: null },
      deps,
    });
    await routeNumber(tx, SYSTEM, {
      tenant,
      id: didId,
      to: { kind: 'flow', id: flowId },
      ifMatch: null,
      destinations: DESTINATIONS,
    });
    return null;
  };
  const end = Date.now() + (mediaOptions(config).voice === null ? 0 : TIMEOUT_MS);
  try {
    for (;;) {
      const problem = await inContext(db, { tenantId: tenant.id }, attempt);
      if (problem === null) return;
      if (Date.now() >= end) return log(`The call flow of the demo stays a draft. ${problem}`);
      await sleep(POLL_MS);
    }
  } catch (error) {
    log(`The call flow of the demo stays a draft. ${String(error)}`);
  }
}
