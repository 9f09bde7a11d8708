import { useState } from 'react';
import type { SavedCard, TenantCards } from '../../src/cards/contract.ts';
import { createCard, deleteAutoPay, deleteCard, putAutoPay } from '../../src/cards/endpoints.ts';
import { cardText } from '../../src/cards/rules.ts';
import { ConfirmDialog } from '../kit/acts/ConfirmDialog.tsx';
import { useApiMutation, useChange } from '../kit/session/changes.ts';
import { useTenantId, useTenantReason } from '../kit/session/tenant-context.ts';
import { Badge } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import { Card, LineList, Muted, Row, Stack } from '../ui/layout.tsx';
import { NotLoaded } from '../ui/LoadError.tsx';
import { toast } from '../ui/toast.tsx';
import { PayNow } from './PayNow.tsx';
import { useProviderPage, useTenantCards } from './queries.ts';

/** Card payments: the balance due, the saved cards, and the one for auto-pay. */
export function CardsCard() {
  const tenantId = useTenantId();
  const { data, error, refetch } = useTenantCards(tenantId);
  if (!data) return <NotLoaded title="Couldn’t load the cards" error={error} again={refetch} />;
  if (!data.isOffered && data.cards.length === 0) return null;
  return <Cards tenantId={tenantId} cards={data} />;
}

type Open = { act: 'remove' | 'start' | 'stop'; card: SavedCard };

function Cards({ tenantId, cards: { cards, isOffered, latest } }: { tenantId: string; cards: TenantCards }) {
  const reason = useTenantReason('cards.write');
  const [open, setOpen] = useState<Open | null>(null);
  const [adding, setAdding] = useProviderPage(latest);
  const add = useApiMutation(createCard, { onSuccess: ({ id }) => setAdding(id) });
  const close = () => setOpen(null);
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
        <LineList intro={cards.length === 0 && 'No cards are saved.'}>
          {cards.map((card) => (
            <li key={card.id}>
              <div>
                {cardText(card)} <Muted>{expiryOf(card)}</Muted> {card.autoPay && <Badge tone="green">Auto-pay</Badge>}
              </div>
              <Row tight>
                <Button
                  small
                  kind="quiet"
                  disabledReason={reason}
                  aria-label={`${card.autoPay ? 'Stop' : 'Start'} auto-pay with ${cardText(card)}`}
                  onClick={() => setOpen({ act: card.autoPay ? 'stop' : 'start', card })}
                >
                  {card.autoPay ? 'Stop auto-pay' : 'Use for auto-pay'}
                </Button>
                <Button
                  small
                  kind="quiet"
                  disabledReason={reason}
                  aria-label={`Remove ${cardText(card)}`}
                  onClick={() => setOpen({ act: 'remove', card })}
                >
                  Remove
                </Button>
              </Row>
            </li>
          ))}
        </LineList>
      </Stack>
      {open && <CardDialog tenantId={tenantId} {...open} onClose={close} />}
    </Card>
  );
}

const expiryOf = ({ expMonth, expYear }: SavedCard): string =>
  `expires ${String(expMonth).padStart(2, '0')}/${String(expYear % 100).padStart(2, '0')}`;

function CardDialog({ tenantId, act, card, onClose }: Open & { tenantId: string; onClose: () => void }) {
  const change = useChange();
  const name = cardText(card);
  const params = { tenantId };
  if (act === 'start')
    return (
      <ConfirmDialog
        title={`Use ${name} for auto-pay?`}
        verb="I agree"
        harmless
        onClose={onClose}
        act={async () => {
          await change(putAutoPay, { params, body: { cardId: card.id, consent: true } });
          toast.success('Invoices are charged to this card on their due day.', 'Auto-pay started');
        }}
      >
        <p>
          You agree that each invoice is charged to {name} on its due day, and again 3 and 7 days later if that failed.
          You get an email each time, and can stop auto-pay at any time. Invoices that are already overdue aren’t
          charged.
        </p>
      </ConfirmDialog>
    );
  if (act === 'stop')
    return (
      <ConfirmDialog
        title="Stop auto-pay?"
        verb="Stop auto-pay"
        onClose={onClose}
        act={async () => {
          await change(deleteAutoPay, { params });
          toast.success('You pay your invoices yourself from now on.', 'Auto-pay stopped');
        }}
      >
        <p>Invoices are no longer charged to {name}. The card stays saved.</p>
      </ConfirmDialog>
    );
  return (
    <ConfirmDialog
      title={`Remove ${name}?`}
      verb="Remove card"
      onClose={onClose}
      act={async () => {
        await change(deleteCard, { params: { ...params, cardId: card.id } });
        toast.success('It won’t be charged again.', 'Card removed');
      }}
    >
      <p>
        {card.autoPay && 'Auto-pay stops, so you pay your invoices yourself. '}Payments that were made with the card
        stay as they are.
      </p>
    </ConfirmDialog>
  );
}
