import type { Outcome, Place } from '../flows/interpreter/walk.ts';
import { requestVariables } from '../flows/webhook/webhook.ts';
import { callerIs } from '../number-lists/for-calls.ts';
import { asTenant, type Db, type Tx } from '../platform/db/db.ts';
import type { WebClient } from '../platform/http-client/client.ts';
import { openNow } from '../schedules/for-calls.ts';
import type { CallFacts } from './model/call-facts.ts';
import type { FlowQuestion } from './model/in-flow.ts';

/**
 * Where the answers come from: the database, and the HTTP client for servers that tenants name. `secretKey` signs its
 * requests.
 */
export type FlowSources = { db: Db; web: WebClient; secretKey: string };

/** A question from a flow, and the node that asks it. */
export type AskedQuestion = { facts: CallFacts; place: Place; question: FlowQuestion };

/** Answers a flow's question during a call, by the settings as they are now. `at`: in milliseconds. */
export async function answerQuestion(
  { db, web, secretKey }: FlowSources,
  asked: AskedQuestion,
  at: number,
): Promise<Outcome> {
  const { facts, place, question } = asked;
  const { id: callId, tenantId, from, to } = facts;
  if (tenantId === null) return { kind: 'missing' };
  const read = <T>(ask: (tx: Tx, tenant: string) => Promise<T>) => asTenant(db, tenantId, (tx) => ask(tx, tenantId));
  switch (question.do) {
    case 'askCaller': {
      const number = from === 'anonymous' ? null : from;
      const matches = await read((tx, tenant) => callerIs(tx, tenant, question.condition, number));
      return matches === null ? { kind: 'missing' } : { kind: 'caller', matches };
    }
    case 'askHours': {
      const open = await read((tx, tenant) => openNow(tx, tenant, question.scheduleId, at));
      return open === null ? { kind: 'missing' } : { kind: 'hours', open };
    }
    case 'ask': {
      const call = { ...place, tenantId, callId, from, to, test: facts.service !== undefined };
      return { kind: 'replied', variables: await requestVariables(web, secretKey, call, question) };
    }
  }
}
