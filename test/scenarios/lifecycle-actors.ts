import fc from 'fast-check';
import { type Db, inContext, openDb, openPool, type Tx } from '../../src/platform/db/db.ts';
import { type Actor, SYSTEM } from '../../src/platform/http/caller.ts';
import { AppError } from '../../src/platform/http/errors.ts';
import { newId } from '../../src/platform/values/ids.ts';
import { SUSPENSION_REASONS, TENANT_STATUSES } from '../../src/status/contract.ts';
import type { Tenant } from '../../src/tenants/contract.ts';
import { reactivateTenant, suspendTenant } from '../../src/tenants/lifecycle/lifecycle.ts';
import { toTenant } from '../../src/tenants/tenants.ts';
import type { TestApp } from '../app.ts';

const reason = fc.constantFrom(...SUSPENSION_REASONS);
const lift = fc.record({ reasons: fc.uniqueArray(reason, { minLength: 1, maxLength: 2 }) }, { requiredKeys: [] });
const owed = fc.constantFrom('past_due' as const, 'spend_cap' as const);

/** The actors that change a tenant's status, and their possible actions. The last ones only work in the tenant. */
const ACTIONS = {
  modal: fc.record({ status: fc.constantFrom(...TENANT_STATUSES), defaultCnam: fc.constantFrom('A', 'B', undefined) }),
  routes: fc.oneof(
    fc.record({ suspend: reason }),
    fc.record({ reactivate: lift }),
    fc.record({ reactivate: fc.record({ status: fc.constantFrom('ACTIVE' as const, 'TRIAL' as const) }) }),
    fc.record({ cancel: fc.constantFrom('by its name', 'by its name', 'by its name', 'by another name') }),
  ),
  operator: fc.oneof(fc.record({ suspend: reason }), fc.record({ reactivate: lift })),
  job: fc.oneof(
    fc.record({ suspend: owed }),
    fc.record({ reactivate: fc.record({ reasons: owed.map((paid) => [paid]) }) }),
  ),
  work: fc.oneof(
    fc.record({ take: fc.nat(1) }),
    fc.record({ release: fc.nat(1) }),
    fc.record({ give: fc.nat(1) }),
    fc.record({ extensions: fc.constant(2) }),
  ),
};
type Who = keyof typeof ACTIONS;
type What<W extends Who> = (typeof ACTIONS)[W] extends fc.Arbitrary<infer T> ? T : never;
export type Action = { [W in Who]: { who: W; what: What<W> } }[Who];

const actionsOf = ([who, what]: [string, fc.Arbitrary<unknown>]): fc.Arbitrary<Action[]> =>
  fc.array(
    what.map((action) => ({ who, what: action }) as Action),
    { minLength: 1, maxLength: 4 },
  );

/** One tenant's life: its initial status and the actions of each actor, in order. */
export const script = fc.record({
  born: fc.constantFrom('TRIAL' as const, 'ACTIVE' as const, 'SUSPENDED' as const),
  actors: fc.tuple(...Object.entries(ACTIONS).map(actionsOf)),
});

export type Subject = { id: string; name: string; numbers: string[]; neighbour: () => Subject };

/** The response to an actor: the tenant at that time, or a refusal. */
export type Reply = { action: Action; tenant?: Tenant; refusal?: { code: string; requestId?: string } };

export async function createActors(app: TestApp, partnerId: string) {
  const admin = await app.user('partner_admin', { partnerId });
  const operator: Actor = { ...SYSTEM, ...(await app.user('operator')), role: 'operator' };
  const pool = openPool(app.database.urls.worker, 'test jobs', 4);
  const worker = openDb(pool);
  let made = 0;

  /** A tenant with a number, and another number that it never had. */
  async function makeSubject(born: string, neighbour: () => Subject): Promise<Subject> {
    const n = ++made;
    const name = `Tenant ${n}`;
    const { body } = await admin.call('POST', '/tenants', { name, sipPrefix: `t${n.toString(36)}xx`, status: born });
    const numbers = [newId(), newId()];
    for (const [i, did] of numbers.entries())
      await app.query('insert into dids (id, partner_id, number) values ($1, $2, $3)', [
        did,
        partnerId,
        `+1202${2_000_000 + 2 * n + i}`,
      ]);
    await admin.call('POST', `/dids/${numbers[0]}/assign`, { tenantId: body.id });
    return { id: body.id, name, numbers, neighbour };
  }

  async function ask(action: Action, method: string, path: string, body: unknown): Promise<Reply> {
    const { status, body: answer } = await admin.call(method, path, body);
    if (status >= 300) return { action, refusal: answer };
    const tenant = answer.tenant ?? answer;
    return 'suspensionReasons' in tenant ? { action, tenant } : { action };
  }

  /** Runs the operation in its own transaction, as jobs and the operator do. */
  async function operate(
    { db, by, id, action }: { db: Db; by: Actor; id: string; action: Action },
    work: (tx: Tx, by: Actor) => Promise<Tenant>,
  ): Promise<Reply> {
    const requestId = newId();
    try {
      const tenant = await inContext(db, { partnerId, tenantId: id }, (tx) => work(tx, { ...by, requestId }));
      return { action, tenant };
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      return { action, refusal: { code: error.code, requestId } };
    }
  }

  function askRoutes(of: Subject, action: Action, what: What<'routes'>): Promise<Reply> {
    const at = `/tenants/${of.id}`;
    if ('suspend' in what) return ask(action, 'POST', `${at}/suspend`, { reason: what.suspend });
    if ('reactivate' in what) return ask(action, 'POST', `${at}/reactivate`, what.reactivate);
    const confirmName = what.cancel === 'by its name' ? of.name : 'Tenant';
    return ask(action, 'POST', `${at}/cancel`, { confirmName });
  }

  async function work(on: Subject, action: Action, what: What<'work'>): Promise<Reply> {
    const assign = (did: number, tenantId: string) =>
      ask(action, 'POST', `/dids/${on.numbers[did]}/assign`, { tenantId, acknowledgeAgeing: true });
    if ('take' in what) return assign(what.take, on.id);
    if ('give' in what) return assign(what.give, on.neighbour().id);
    if ('release' in what) return ask(action, 'POST', `/dids/${on.numbers[what.release]}/release`, {});
    const added = Array.from({ length: what.extensions }, () => {
      const number = String(2000 + ++made);
      return ask(action, 'POST', `/tenants/${on.id}/extensions`, { number, name: number });
    });
    return (await Promise.all(added)).find(({ refusal }) => refusal) ?? { action };
  }

  async function execute(on: Subject, action: Action): Promise<Reply> {
    const { who, what } = action;
    if (who === 'modal') return ask(action, 'PATCH', `/tenants/${on.id}`, { ...what, confirmName: on.name });
    if (who === 'routes') return askRoutes(on, action, what);
    if (who === 'work') return work(on, action, what);
    const { id } = on;
    const [db, by] = who === 'job' ? [worker, SYSTEM] : [app.db, operator];
    return operate({ db, by, id, action }, async (tx, actor) => {
      if ('suspend' in what) return toTenant(await suspendTenant(tx, actor, id, { reason: what.suspend }));
      return toTenant((await reactivateTenant(tx, actor, { id, input: what.reactivate, now: new Date() })).row);
    });
  }

  /** Runs all actors at once, each performing its actions in order. Returns all responses. */
  async function live(subject: Subject, actors: Action[][]): Promise<Reply[]> {
    const replies = await Promise.all(
      actors.map(async (actions) => {
        const replies: Reply[] = [];
        for (const action of actions) replies.push(await execute(subject, action));
        return replies;
      }),
    );
    return replies.flat();
  }

  return { worker, makeSubject, live, close: () => pool.end() };
}
