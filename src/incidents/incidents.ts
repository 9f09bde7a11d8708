import type { z } from 'zod';
import type { Tx } from '../platform/db/db.ts';
import { cursorBy } from '../platform/db/keyset.ts';
import { queueMail } from '../platform/db/mail/mail.ts';
import { type MailText, mailText } from '../platform/escape/mail.ts';
import { readPage, toPage } from '../platform/http/paging.ts';
import { escapeControls } from '../platform/process/log/log-text.ts';
import { newId } from '../platform/values/ids.ts';
import type { Incident, IncidentQuery, PartName } from './contract.ts';
import { CONSEQUENCES, isMailDue, PART_NAMES, SAME_INCIDENT_MS } from './rules.ts';
import * as sql from './sql.ts';

/** A part of the service (a process) ended without having been asked to. */
export type UnexpectedEnd = { part: PartName; machine: string; at: Date; reason: string; report: string | null };

/** Records the end, and mails the operators about the first one and then at growing intervals. */
export async function recordEnd(tx: Tx, end: UnexpectedEnd): Promise<void> {
  const row = { ...end, id: newId(), reason: escapeControls(end.reason).slice(0, 500) || 'unknown' };
  const since = new Date(end.at.getTime() - SAME_INCIDENT_MS);
  const incident = (await sql.addToOpenIncident(tx, row, since)) ?? (await sql.insertIncident(tx, row));
  if (!isMailDue(incident.times)) return;
  for (const to of await sql.operatorEmails(tx))
    await queueMail(tx, {
      kind: 'operatorAlert',
      to,
      ...mailAbout(incident),
      occasion: `incident:${incident.id}:${incident.times}:${to}`,
    });
}

function mailAbout({ part, machine, times, began_at, reason, report }: sql.IncidentRow): {
  subject: MailText;
  body: MailText;
} {
  const name = PART_NAMES[part];
  const often = times === 1 ? 'ended unexpectedly' : `ended unexpectedly ${times} times`;
  const since = times === 1 ? '' : ` since ${began_at.toUTCString()}`;
  const where = report === null ? '' : 'Its last log lines are in the newest file under crashes in the data folder.';
  return {
    subject: mailText`${name} ${often} on ${machine}`,
    body: mailText`${name} ${often} on ${machine}${since}. Last reason: ${reason}.

${CONSEQUENCES[part]}

${where}`,
  };
}

export async function listIncidents(tx: Tx, query: z.output<typeof IncidentQuery>) {
  const page = readPage<keyof typeof sql.SORTS>(query);
  const since = query.since === undefined ? null : new Date(query.since);
  const rows = await sql.listIncidents(tx, since, page);
  const total = await sql.countIncidents(tx, since);
  return toPage({ rows, limit: page.limit, total }, cursorBy(sql.SORTS.lastAt), toIncident);
}

function toIncident(row: sql.IncidentRow): Incident {
  const { id, machine, part, times, reason, report } = row;
  return {
    id,
    machine,
    part,
    times,
    reason,
    report,
    beganAt: row.began_at.toISOString(),
    lastAt: row.last_at.toISOString(),
  };
}
