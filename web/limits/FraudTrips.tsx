import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FraudTrip } from '../../src/fraud/contract.ts';
import { liftFraudBlock, listFraudTrips } from '../../src/fraud/endpoints.ts';
import { ConfirmDialog } from '../kit/acts/ConfirmDialog.tsx';
import { FRAUD_RULE_NAMES } from '../kit/inputs/limits/fraud-form.ts';
import { useChange } from '../kit/session/changes.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { useMay } from '../kit/session/session.ts';
import { useTenant } from '../kit/session/tenant-context.ts';
import { Button } from '../ui/Button.tsx';
import { Card } from '../ui/layout.tsx';
import { LoadError } from '../ui/LoadError.tsx';
import { Notice } from '../ui/Notice.tsx';
import { Time } from '../ui/Time.tsx';
import { toast } from '../ui/toast.tsx';
import { BLOCKED_CALLS, usedText, outcomeText, isBlocking } from './fraud-trip-labels.ts';

/** How often to reload while the page is open. */
const EVERY_MS = 10_000;

/** Shows current blocks by fraud rules, and rules that tripped lately. */
export function FraudTrips() {
  const { id: tenantId } = useTenant();
  const { data, error, refetch } = useQuery({
    ...apiQuery(listFraudTrips, { params: { tenantId } }),
    refetchInterval: EVERY_MS,
  });
  if (!data)
    return error ? (
      <LoadError title="Couldn’t load the fraud rules that tripped" error={error} again={refetch} />
    ) : null;
  const { items } = data;
  if (items.length === 0) return null;
  return (
    <Card title="Calls that looked like fraud">
      {items.filter(isBlocking).map((trip) => (
        <Block key={trip.id} trip={trip} />
      ))}
      <ul>
        {items.map((trip) => (
          <li key={trip.id}>
            <Time at={trip.trippedAt} withClock /> <strong>{FRAUD_RULE_NAMES[trip.rule]}</strong>: {usedText(trip)}.{' '}
            {outcomeText(trip)}
            {trip.liftedAt && (
              <>
                {' '}
                until <Time at={trip.liftedAt} withClock />
              </>
            )}
            .
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Block({ trip }: { trip: FraudTrip }) {
  const mayLift = useMay('limits.write');
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Notice
        tone="warning"
        title={`${BLOCKED_CALLS[trip.rule]} are blocked.`}
        action={mayLift && <Button onClick={() => setAsking(true)}>Lift block</Button>}
      >
        {mayLift
          ? 'Before you lift it, check the calls: somebody may have stolen a phone’s password.'
          : 'The calls looked like fraud. Ask your provider to lift the block. 911 works.'}
      </Notice>
      {asking && <LiftDialog trip={trip} onClose={() => setAsking(false)} />}
    </>
  );
}

function LiftDialog({ trip, onClose }: { trip: FraudTrip; onClose: () => void }) {
  const { id: tenantId, name } = useTenant();
  const change = useChange();
  return (
    <ConfirmDialog
      title="Lift this block?"
      verb="Lift block"
      harmless
      onClose={onClose}
      act={async () => {
        await change(liftFraudBlock, { params: { tenantId, tripId: trip.id } });
        toast.success(`${name} can make these calls again.`, 'Block lifted');
      }}
    >
      <p>
        {BLOCKED_CALLS[trip.rule]} work again, and the rule counts from zero. If a phone’s password was stolen, reset it
        first.
      </p>
    </ConfirmDialog>
  );
}
