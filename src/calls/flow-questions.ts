import { contactNames } from '../address-book/address-book.ts';
import type { Outcome } from '../flows/walk.ts';
import { asTenant, type Db, type Tx } from '../platform/db/db.ts';
import type { CallFacts } from './call-facts.ts';
import type { FlowQuestion } from './in-flow.ts';

/** The only questions of a flow in the middle of a call: what is asked is what holds now. Null: what the node points to is gone. */
export async function answerFlow(db: Db, { tenantId, from }: CallFacts, question: FlowQuestion): Promise<Outcome> {
  if (tenantId === null) return { kind: 'missing' };
  switch (question.do) {
    case 'askCaller': {
      const matches = await asTenant(db, tenantId, (tx) => isCaller(tx, tenantId, from, question.condition));
      return matches === null ? { kind: 'missing' } : { kind: 'caller', matches };
    }
    case 'askHours':
      return { kind: 'missing' };
    case 'ask':
      return { kind: 'replied', variables: null };
  }
}

type Condition = Extract<FlowQuestion, { do: 'askCaller' }>['condition'];

async function isCaller(tx: Tx, tenantId: string, from: string, condition: Condition): Promise<boolean | null> {
  switch (condition.kind) {
    case 'anonymous':
      return from === 'anonymous';
    case 'startsWith':
      return from.startsWith(condition.prefix);
    case 'inContacts':
      return (await contactNames(tx, tenantId, [from])).has(from);
    case 'inList':
      return null;
  }
}
