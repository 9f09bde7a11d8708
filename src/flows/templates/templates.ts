import type { z } from 'zod';
import type { Tx } from '../../platform/db/db.ts';
import { eventsOf, type Owner, recordEvent } from '../../platform/db/events.ts';
import { lockTenants } from '../../platform/db/tenant-lock.ts';
import type { Actor } from '../../platform/http/caller.ts';
import { errorFactory } from '../../platform/http/errors.ts';
import { newId } from '../../platform/values/ids.ts';
import type { Flow } from '../contract.ts';
import { readDraft, saveDraft } from '../drafts/draft.ts';
import { createFlow, type FlowEditor, reread, toFlow } from '../flows.ts';
import type { FlowRow } from '../sql.ts';
import { usesOf } from '../uses/objects.ts';
import {
  type FlowImport,
  type FlowTemplate,
  type FlowTemplateCreate,
  MAX_TEMPLATES,
  type PortableFlow,
  templateErrors,
} from './contract.ts';
import { PACKAGED } from './packaged.ts';
import { toPortable, withAnswers } from './portable.ts';
import * as sql from './sql.ts';

const fail = errorFactory(templateErrors);
const eventOf = eventsOf('flow_template');

/** The draft of a flow in a form that can leave its tenant. */
export async function portableFlow(tx: Tx, row: FlowRow): Promise<PortableFlow> {
  const { content } = await readDraft(tx, row);
  return toPortable(content, await sql.namesOf(tx, usesOf(content)), newId);
}

/** Creates a flow whose draft is a template with its answers. Codes: `reserved_number`, `number_taken`. */
export async function importFlow(
  tx: Tx,
  by: FlowEditor,
  tenant: Owner,
  { name, number, content, answers }: z.output<typeof FlowImport>,
): Promise<Flow> {
  const { id } = await createFlow(tx, by, tenant, { name, number });
  const chosen = new Map(answers.map((answer) => [answer.question, answer.id]));
  await saveDraft(tx, by, { tenant, id, input: { content: { ...withAnswers(content, chosen), name } }, ifMatch: null });
  return toFlow(await reread(tx, id));
}

export async function listFlowTemplates(tx: Tx): Promise<{ items: FlowTemplate[] }> {
  return { items: [...(await sql.listTemplates(tx)).map(toTemplate), ...PACKAGED] };
}

/** Codes: `too_many_templates`. */
export async function saveTemplate(
  tx: Tx,
  by: Actor,
  { tenant, flow, input, now }: { tenant: Owner; flow: FlowRow; input: z.output<typeof FlowTemplateCreate>; now: Date },
): Promise<FlowTemplate> {
  const { name, description } = input;
  await lockTenants(tx, [tenant.id]);
  const saved = await sql.listTemplates(tx);
  if (saved.length >= MAX_TEMPLATES)
    throw fail('too_many_templates', `You can have at most ${MAX_TEMPLATES} templates. Delete one first.`);
  const { content, questions } = await portableFlow(tx, flow);
  const row = { id: newId(), partner_id: tenant.partnerId, name, description, created_at: now };
  await sql.insertTemplate(tx, {
    ...row,
    content: JSON.stringify(content),
    questions: JSON.stringify(questions),
  });
  await recordEvent(tx, by, { ...eventOf('flow_template.created', tenant, row.id), after: { name, flow: flow.name } });
  return toTemplate({ ...row, content, questions });
}

export async function deleteTemplate(tx: Tx, by: Actor, tenant: Owner, { id, name }: sql.TemplateRow): Promise<void> {
  await sql.deleteTemplate(tx, id);
  await recordEvent(tx, by, { ...eventOf('flow_template.deleted', tenant, id), before: { name } });
}

const toTemplate = ({ id, name, description, content, questions, created_at }: sql.TemplateRow): FlowTemplate => ({
  id,
  name,
  description,
  source: 'own',
  createdAt: created_at.toISOString(),
  content,
  questions,
});
