import { useState } from 'react';
import type { SavedCard } from '../../src/cards/contract.ts';
import { deleteAutoPay, deleteCard, putAutoPay } from '../../src/cards/endpoints.ts';
import { cardText } from '../../src/cards/rules.ts';
import { ConfirmDialog } from '../kit/acts/ConfirmDialog.tsx';
import { useChange } from '../kit/session/changes.ts';
import { useMailed } from '../kit/session/mailed.ts';
import { usePermissionReason } from '../kit/session/session.ts';
import { Badge } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import { LineList, Muted, Row } from '../ui/layout.tsx';
import { toast } from '../ui/toast.tsx';

type Open = { act: 'remove' | 'start' | 'stop'; card: SavedCard };

/** `startReason`: why auto-pay can't be started now. It can be stopped, and a card removed, in any status of the tenant. */
type Props = { tenantId: string; cards: readonly SavedCard[]; startReason: string | null };

/** The saved cards, and the one for auto-pay. */
export function SavedCards({ tenantId, cards, startReason }: Props) {
  const reason = usePermissionReason('cards.write');
  const [open, setOpen] = useState<Open | null>(null);
  return (
    <>
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
                disabledReason={card.autoPay ? reason : startReason}
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
      {open && <CardDialog tenantId={tenantId} {...open} onClose={() => setOpen(null)} />}
    </>
  );
}

const expiryOf = ({ expMonth, expYear }: SavedCard): string =>
  `expires ${String(expMonth).padStart(2, '0')}/${String(expYear % 100).padStart(2, '0')}`;

function CardDialog({ tenantId, act, card, onClose }: Open & { tenantId: string; onClose: () => void }) {
  const change = useChange();
  const mailed = useMailed();
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
          You agree that each invoice is charged to {name} on its due day, and again 3 and 7 days later if that failed.{' '}
          {mailed(
            'You get an email each time, and can stop auto-pay at any time.',
            'You can stop auto-pay at any time.',
          )}{' '}
          Invoices that are already overdue aren’t charged.
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
