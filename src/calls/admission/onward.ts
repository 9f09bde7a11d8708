import { publishedFlows } from '../../flows/versions/published.ts';
import type { OutboundRules } from '../../outbound/contract.ts';
import type { Tx } from '../../platform/db/db.ts';
import { extensionDialled, readDialled } from '../../platform/numbers/dialled.ts';
import { homeOf } from '../../platform/numbers/e164.ts';
import { newId } from '../../platform/values/ids.ts';
import { withExtensions } from '../flow-versions.ts';
import { type CallPath, sincePerson } from '../model/call-path.ts';
import type { Decision, Journey, Onward, NextHop } from '../model/decision.ts';
import type { Party } from '../model/legs.ts';
import type { MailboxFacts } from '../model/mailbox.ts';
import { parkingDialled, SLOTS } from '../model/parking.ts';
import { refuse } from '../routing/attempts.ts';
import type { OutsideFacts } from '../routing/facts.ts';
import { toExtension, withoutExits } from '../routing/to-extension.ts';
import { ringFor, ringGroupFor, toFlow } from '../routing/to-flow.ts';
import { toGroup } from '../routing/to-group.ts';
import { toOutside } from '../routing/to-outside.ts';
import { routeReturn, routeTransfer } from '../routing/transfer.ts';
import * as sql from './facts-sql.ts';

/** A call is forwarded at most this often. More hops mean a loop in the tenant's settings. */
const MAX_HOPS = 5;

/**
 * What a decision was based on: the tenant's outbound rules, whether its calls are billed, and whether it is a sandbox.
 */
export type TenantPolicy = {
  outbound?: OutboundRules | null | undefined;
  billed?: boolean | undefined;
  sandbox?: boolean | undefined;
};

/** A decision, and what it was based on. */
export type Routed = TenantPolicy & { decision: Decision };

/** One hop of a call, and what it was based on. */
type Hop = TenantPolicy & { next: Decision | Onward };

/**
 * Follows a call from one destination to the next until it rings somewhere or is refused. All hops are decided in one
 * transaction, by the settings as they are now. `policy`: what the first decision was based on.
 */
export async function follow(
  tx: Tx,
  tenantId: string,
  next: Decision | Onward,
  policy: TenantPolicy = {},
): Promise<Routed> {
  let hop: Hop = { ...policy, next };
  while (hop.next.kind === 'onward') {
    const { nextHop, journey } = hop.next;
    const { facts, party, path } = journey;
    if (hopsOf(path) >= MAX_HOPS) return { decision: { ...refuse('unreachable', facts), path } };
    // what the caller dialled itself shows the number of its extension
    const shown = { didId: facts.didId, extensionId: nextHop.forwarded ? null : party.extensionId };
    const found = await lookUp(tx, tenantId, nextHop, shown);
    hop = { ...hop, ...found.route({ ...journey, path: [...path, ...stepTo(nextHop, found.to, journey.at)] }) };
  }
  const { next: decision, outbound, billed, sandbox } = hop;
  return { decision, outbound, billed, sandbox };
}

export const policyOf = ({
  outbound,
  tenant: { billed, sandbox },
}: Pick<OutsideFacts, 'outbound'> & { tenant: { billed?: boolean; sandbox?: boolean } }): TenantPolicy => ({
  outbound,
  billed,
  sandbox,
});

const hopsOf = (path: CallPath): number => sincePerson(path).filter(({ event }) => event === 'forwarded').length;

function stepTo({ forwarded, to: target }: NextHop, to: string, at: string): CallPath {
  if (target.kind === 'transfer') return [{ event: 'transferred', at, ...target.by, to, attended: false }];
  return forwarded && target.kind !== 'none'
    ? [{ event: 'forwarded', at, ...forwarded.by, because: forwarded.because, to }]
    : [];
}

/** A destination that was looked up: its number, and how to route a call to it. */
type Found = { to: string; route: (journey: Journey) => Hop };

const notInService = (to: string): Found => ({
  to,
  route: ({ facts, path }) => ({ next: { ...refuse('not_in_service', facts), path } }),
});

/** Nobody answered, and no destination is set for unanswered calls. */
const nobodyAvailable: Found = {
  to: '',
  route: ({ facts, path }) => ({ next: { ...refuse('nobody_available', facts), path } }),
};

async function lookUp(tx: Tx, tenantId: string, nextHop: NextHop, shown: sql.ShownBy): Promise<Found> {
  const { to, confirm = false, ringing } = nextHop;
  switch (to.kind) {
    case 'extension': {
      const callee = await sql.findCallee(tx, tenantId, { id: to.id });
      if (!callee) return notInService('');
      const rung = ringing ? withoutExits(callee) : callee;
      return { to: callee.number, route: (journey) => ({ next: ringFor(ringing, toExtension(rung, journey)) }) };
    }
    case 'external': {
      const { number } = to;
      const facts = await sql.outsideFacts(tx, tenantId, shown);
      if (!facts) return notInService(number);
      return {
        to: number,
        route: (journey) => ({
          next: ringFor(ringing, toOutside(number, facts, journey, confirm)),
          ...policyOf(facts),
        }),
      };
    }
    case 'transfer':
      return lookUpTransfer(tx, tenantId, to.number, to.by);
    case 'return': {
      const { to: party, waits = false } = to;
      const { extensionId, number } = party;
      const callee = extensionId === null ? null : await sql.findCallee(tx, tenantId, { id: extensionId });
      return callee
        ? { to: number, route: (journey) => ({ next: routeReturn(waits ? withoutExits(callee) : callee, journey) }) }
        : notInService(number);
    }
    case 'dialled':
      return lookUpDialled(tx, tenantId, to.number, shown);
    case 'mailbox': {
      const mailbox = await sql.findMailbox(tx, tenantId, to.id);
      return mailbox
        ? { to: mailbox.number, route: (journey) => ({ next: toMailbox(mailbox, journey) }) }
        : notInService('');
    }
    case 'group': {
      const group = await sql.findGroup(tx, tenantId, to.id);
      const facts = group && (await sql.outsideFacts(tx, tenantId, shown));
      if (!group || !facts) return notInService('');
      return {
        to: group.number,
        route: (journey) => ({
          next: ringing ? ringGroupFor(ringing, group, facts, journey) : toGroup(group, facts, journey),
          ...policyOf(facts),
        }),
      };
    }
    case 'flow': {
      const flows = await publishedFlows(tx, tenantId, to.id);
      if (!flows) return notInService('');
      const loaded = await withExtensions(tx, tenantId, flows);
      const name = flows.get(to.id)?.content.name ?? '';
      return { to: name, route: (journey) => ({ next: toFlow(to.id, loaded, journey) }) };
    }
    case 'none':
      return nobodyAvailable;
  }
}

const toMailbox = (mailbox: MailboxFacts, { facts, origin, path, at, encryptedCaller }: Journey): Decision => ({
  kind: 'mailbox',
  facts,
  origin,
  path: [...path, { event: 'mailbox', at, mailboxId: mailbox.id, number: mailbox.number }],
  mailbox,
  messageId: newId(),
  ...(encryptedCaller && { encryptedCaller }),
});
/** Looks up the target of a transfer. The extension that transfers may send the call to anything it may dial. */
async function lookUpTransfer(tx: Tx, tenantId: string, dialled: string, by: Party): Promise<Found> {
  const sipUsername = by.extensionId === null ? null : await sql.sipUsernameOf(tx, by.extensionId);
  if (sipUsername === null) return notInService(dialled);
  const facts = await sql.phoneFacts(tx, { tenantId, sipUsername, extension: extensionDialled(dialled) });
  if (!facts) return notInService(dialled);
  const notSlots = parkingDialled(dialled) ? await sql.numbersInPlan(tx, tenantId, SLOTS) : [];
  const { callee } = facts;
  return {
    to: callee?.number ?? dialled,
    route: (journey) => ({ next: routeTransfer(dialled, { ...facts, notSlots }, journey), ...policyOf(facts) }),
  };
}

/**
 * Looks up a number that a phone gave as the destination (a 302). It means the same as if the phone had dialled it,
 * except that emergency numbers and star codes don't count.
 */
async function lookUpDialled(tx: Tx, tenantId: string, dialled: string, shown: sql.ShownBy): Promise<Found> {
  const extension = extensionDialled(dialled);
  const callee = extension === null ? null : await sql.findCallee(tx, tenantId, { number: extension });
  if (callee) return { to: callee.number, route: (journey) => ({ next: toExtension(callee, journey) }) };
  const planned = extension === null ? null : await sql.findPlanned(tx, tenantId, extension);
  if (planned) return lookUp(tx, tenantId, { to: planned, forwarded: null }, shown);
  const facts = await sql.outsideFacts(tx, tenantId, shown);
  if (!facts) return notInService(dialled);
  const read = readDialled(dialled, homeOf(facts.tenant.country, facts.did?.number ?? null));
  const meaning = read.kind === 'extension' ? read.otherwise : read;
  if (meaning.kind !== 'outside') return notInService(dialled);
  const { e164 } = meaning;
  return {
    to: e164,
    route: (journey) => ({ next: toOutside(e164, facts, journey, false), ...policyOf(facts) }),
  };
}
