import { contactNames } from '../../address-book/address-book.ts';
import { sumOfLegs } from '../../billing/rating/charge-sums.ts';
import { chargesOfCalls } from '../../billing/rating/charges.ts';
import type { Tx } from '../../platform/db/db.ts';
import { CallPath, type PathStep } from '../model/call-path.ts';
import { reasonOf } from '../records/outcomes.ts';
import type { CallDetail, CallRecord } from './contract.ts';
import { type CallRecordRow, extensionsById } from './sql.ts';

/** Finds what another slice stores about calls: its ids by call. */
type ByCall = (tx: Tx, callIds: readonly string[]) => Promise<ReadonlyMap<string, string>>;

/** What other slices store about calls. Each is one line in src/call-media.ts. */
export type CallMedia = { recordings?: ByCall; voicemails?: ByCall };

/** What a page of call records refers to. It is read for the whole page at once, not row by row. */
export type Known = {
  extensions: Awaited<ReturnType<typeof extensionsById>>;
  contacts: ReadonlyMap<string, string>;
  recordings: ReadonlyMap<string, string>;
  voicemails: ReadonlyMap<string, string>;
  charges: Awaited<ReturnType<typeof chargesOfCalls>>;
};

export async function lookUp(
  tx: Tx,
  media: CallMedia,
  { tenantId, rows, seesPrices }: { tenantId: string; rows: readonly CallRecordRow[]; seesPrices: boolean },
): Promise<Known> {
  const parties = rows.flatMap((row) => CallPath.parse(row.path)).filter(isOfParty);
  const extensionIds = rows.flatMap((row) => [row.extension_id, row.called_extension_id, row.answered_extension_id]);
  const outside = [...rows.flatMap(outsideNumber), ...parties.map(({ number }) => number)];
  const callIds = rows.map(({ id }) => id);
  return {
    extensions: await extensionsById(tx, unique([...extensionIds, ...parties.map(({ extensionId }) => extensionId)])),
    contacts: await contactNames(tx, tenantId, unique(outside.filter((number) => number.startsWith('+')))),
    recordings: (await media.recordings?.(tx, callIds)) ?? new Map(),
    voicemails: (await media.voicemails?.(tx, callIds)) ?? new Map(),
    charges: seesPrices ? await chargesOfCalls(tx, tenantId, callIds) : new Map(),
  };
}

const unique = (values: readonly (string | null)[]): string[] => [...new Set(values.filter((value) => value !== null))];

type Party = { extensionId: string | null; number: string };
const isOfParty = <Step extends PathStep>(step: Step): step is Extract<Step, Party> => 'extensionId' in step;
/** The last flow node that a call reached. */
const lastNode = (path: CallPath): string | null => {
  const last = path.findLast((step) => step.event === 'flow');
  return last?.event === 'flow' ? last.node : null;
};

function outsideNumber({ direction, from_number: from, to_number: to }: CallRecordRow): string[] {
  if (direction === 'internal') return [];
  return [direction === 'inbound' ? from : to];
}

export function toCallDetail(row: CallRecordRow, known: Known): CallDetail {
  const name = ({ extensionId, number }: Party): string | null =>
    (extensionId === null ? known.contacts.get(number) : known.extensions.get(extensionId)?.name) ?? null;
  const steps = CallPath.parse(row.path);
  const path = steps.map((step) => (isOfParty(step) ? { ...step, name: name(step) } : step));
  const legs = path.flatMap((step) => (step.event === 'rang' ? [step] : []));
  const extension = (id: string | null, number: string | null | undefined): CallRecord['extension'] => {
    const now = id === null ? undefined : known.extensions.get(id);
    return id === null || (!now && !number)
      ? null
      : { id, number: now?.number ?? number ?? '', name: now?.name ?? null };
  };
  const charges = known.charges.get(row.id) ?? [];
  const answeredAt = row.answered_at;
  const talkSeconds = answeredAt ? secondsBetween(answeredAt, row.ended_at) : 0;
  const [outside = ''] = outsideNumber(row);
  return {
    id: row.id,
    direction: row.direction,
    emergency: row.emergency,
    from: row.from_number,
    to: row.to_number,
    extensionId: row.extension_id,
    didId: row.did_id,
    didNumber: didNumber(row),
    extension: extension(row.extension_id, row.extension_number),
    calledExtension: extension(row.called_extension_id, row.to_number),
    answeredBy: extension(
      row.answered_extension_id,
      legs.findLast(({ extensionId }) => extensionId === row.answered_extension_id)?.number,
    ),
    contactName: known.contacts.get(outside) ?? null,
    startedAt: row.admitted_at.toISOString(),
    answeredAt: answeredAt?.toISOString() ?? null,
    flowAnsweredAt: row.flow_answered_at?.toISOString() ?? null,
    endedAt: row.ended_at.toISOString(),
    endedBy: row.ended_by,
    ringSeconds: secondsBetween(row.admitted_at, answeredAt ?? row.ended_at),
    talkSeconds,
    seconds: talkSeconds,
    outcome: row.outcome,
    reason: reasonOf(row),
    cause: row.cause,
    endedAtNode: row.outcome === 'ended_in_flow' ? lastNode(steps) : null,
    legs: legs.map(({ at, until, event: _event, ...leg }) => ({ ...leg, startedAt: at, endedAt: until })),
    path,
    recordingId: known.recordings.get(row.id) ?? null,
    voicemailId: known.voicemails.get(row.id) ?? null,
    charge: sumOfLegs(charges),
    charges,
  };
}

export function toCallRecord(row: CallRecordRow, known: Known): CallRecord {
  const { path: _path, charges: _charges, ...record } = toCallDetail(row, known);
  return record;
}

/** Never negative, even if the clock was set back during the call. */
const secondsBetween = (from: Date, to: Date): number =>
  Math.max(0, Math.round((to.getTime() - from.getTime()) / 1000));

/** The number at the time of the call. The tenant may have lost it since. */
function didNumber({ direction, did_id, from_number: from, to_number: to }: CallRecordRow): string | null {
  if (direction === 'inbound') return to;
  return direction === 'outbound' && did_id !== null && from.startsWith('+') ? from : null;
}
