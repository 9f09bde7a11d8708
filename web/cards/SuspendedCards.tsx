import { statusRefusal } from '../../src/status/rules.ts';
import { useTenantCards } from './queries.ts';
import { SavedCards } from './SavedCards.tsx';

/** The saved cards of a suspended tenant, so that its admins can stop auto-pay and remove them. */
export function SuspendedCards({ tenantId }: { tenantId: string }) {
  const { data } = useTenantCards(tenantId);
  if (!data || data.cards.length === 0) return null;
  const startReason = statusRefusal('SUSPENDED', 'tenantChanges')?.message ?? null;
  return (
    <section>
      <h2>Saved cards</h2>
      <SavedCards tenantId={tenantId} cards={data.cards} startReason={startReason} />
    </section>
  );
}
