import type { TenantCards } from '../../src/cards/contract.ts';
import { createCard } from '../../src/cards/endpoints.ts';
import { useApiMutation } from '../kit/session/changes.ts';
import { useTenantId, useTenantReason } from '../kit/session/tenant-context.ts';
import { Button } from '../ui/Button.tsx';
import { Card, Stack } from '../ui/layout.tsx';
import { NotLoaded } from '../ui/LoadError.tsx';
import { PayNow } from './PayNow.tsx';
import { useProviderPage, useTenantCards } from './queries.ts';
import { SavedCards } from './SavedCards.tsx';

/** Card payments: the balance due, the saved cards, and the one for auto-pay. */
export function CardsCard() {
  const tenantId = useTenantId();
  const { data, error, refetch } = useTenantCards(tenantId);
  if (!data) return <NotLoaded title="Couldn’t load the cards" error={error} again={refetch} />;
  if (!data.isOffered && data.cards.length === 0) return null;
  return <Cards tenantId={tenantId} cards={data} />;
}

function Cards({ tenantId, cards: { cards, isOffered, latest } }: { tenantId: string; cards: TenantCards }) {
  const reason = useTenantReason('cards.write');
  const [adding, setAdding] = useProviderPage(latest);
  const add = useApiMutation(createCard, { onSuccess: ({ id }) => setAdding(id) });
  return (
    <Card
      title="Pay by card"
      actions={
        isOffered && (
          <Button
            small
            busy={add.isPending || (latest?.id === adding && latest?.state === 'asked')}
            disabledReason={reason}
            onClick={() => add.mutate({ params: { tenantId } })}
          >
            Add card
          </Button>
        )
      }
    >
      <Stack gap="small">
        <PayNow tenantId={tenantId} />
        <SavedCards tenantId={tenantId} cards={cards} startReason={reason} />
      </Stack>
    </Card>
  );
}
