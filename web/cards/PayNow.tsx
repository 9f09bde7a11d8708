import { useState } from 'react';
import type { CardPayment, TenantCards } from '../../src/cards/contract.ts';
import { cancelCardPayment, createCardPayment } from '../../src/cards/endpoints.ts';
import { cardText, isRunning } from '../../src/cards/rules.ts';
import { amountLabel } from '../kit/inputs/money/amount.ts';
import { useApiMutation } from '../kit/session/changes.ts';
import { usePermissionReason } from '../kit/session/session.ts';
import { Button, buttonClass } from '../ui/Button.tsx';
import { CheckField, ChoiceField } from '../ui/fields.tsx';
import { Row, Stack } from '../ui/layout.tsx';
import { Notice } from '../ui/Notice.tsx';
import { failureLabel } from './labels.ts';
import { useProviderPage, useTenantCards } from './queries.ts';

const NEW_CARD = 'new';

/** Pays the balance by card. Shows nothing if the partner doesn't accept cards, or if nothing is due. */
export function PayNow({ tenantId }: { tenantId: string }) {
  const { data } = useTenantCards(tenantId);
  const [, setBegun] = useProviderPage(data?.latest);
  if (!data?.isOffered) return null;
  const { latest } = data;
  if (latest && isRunning(latest) && latest.kind !== 'save_card')
    return <Running tenantId={tenantId} payment={latest} />;
  return (
    <Stack>
      {latest?.state === 'failed' && latest.kind !== 'save_card' && (
        <Notice tone="error" alert title="The payment failed">
          {failureLabel(latest.failure)}
        </Notice>
      )}
      {latest?.state === 'unclear' && (
        <Notice tone="warning" alert title="Your payment is being checked">
          Your provider has been notified. Don’t pay again until you hear from them.
        </Notice>
      )}
      {data.toPay.map((sum) => (
        <PayForm key={sum.currency} tenantId={tenantId} cards={data} sum={sum} onBegin={setBegun} />
      ))}
    </Stack>
  );
}

type Sum = TenantCards['toPay'][number];
type PayFormProps = { tenantId: string; cards: TenantCards; sum: Sum; onBegin: (id: string) => void };

function PayForm({ tenantId, cards, sum: { currency, amount, canPay }, onBegin }: PayFormProps) {
  const reason = usePermissionReason('cards.write');
  const [chosen, setChosen] = useState<string | null>(null);
  const [saves, setSaves] = useState(false);
  const pay = useApiMutation(createCardPayment, {
    onSuccess: ({ id }) => onBegin(id),
    errorTitle: 'The payment couldn’t be started',
  });
  const preferred = cards.cards.find(({ autoPay }) => autoPay) ?? cards.cards[0];
  const how = chosen ?? preferred?.id ?? NEW_CARD;
  const cardId = how === NEW_CARD ? null : how;
  const sum = amountLabel(amount, currency);
  if (!canPay) return null;
  return (
    <form
      aria-label={`Pay ${sum}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (!reason)
          pay.mutate({ params: { tenantId }, body: { currency, cardId, saveCard: cardId === null && saves } });
      }}
    >
      <Stack>
        {cards.isDemo && <DemoNotice />}
        {!cards.isDemo && cards.isTest && <Notice>Test mode: no money moves.</Notice>}
        {cards.cards.length > 0 && (
          <ChoiceField
            name={`pay-${currency}`}
            label="Pay with"
            value={how}
            onChange={setChosen}
            options={[
              ...cards.cards.map((card) => ({ value: card.id, label: cardText(card) })),
              { value: NEW_CARD, label: 'A new card' },
            ]}
          />
        )}
        {cardId === null && (
          <CheckField
            label="Save this card"
            description="You won’t have to enter it next time. You can remove it at any time."
            value={saves}
            onChange={setSaves}
          />
        )}
        <Row>
          <Button type="submit" kind="primary" busy={pay.isPending} disabledReason={reason}>
            Pay {sum} now
          </Button>
        </Row>
      </Stack>
    </form>
  );
}

function DemoNotice() {
  return (
    <Notice tone="warning" title="Demo payments">
      Payments go to a stand-in for Stripe: no card is charged, and no money moves.
    </Notice>
  );
}

function Running({ tenantId, payment }: { tenantId: string; payment: CardPayment }) {
  const { id, state, pageUrl } = payment;
  const reason = usePermissionReason('cards.write');
  const cancel = useApiMutation(cancelCardPayment);
  if (state === 'processing')
    return (
      <Notice title="Payment in progress">
        The bank is still working on it, which can take days. Your provider can see it. You don’t have to pay again.
      </Notice>
    );
  if (state === 'asked') return <output>Starting the payment…</output>;
  return (
    <Notice title="A payment isn’t finished yet">
      <p>If you’ve just paid, this will change in a moment.</p>
      <Row tight>
        {pageUrl !== null && !reason && (
          <a className={buttonClass('primary', true)} href={pageUrl} rel="noreferrer">
            Go to the payment page
          </a>
        )}
        <Button
          small
          busy={cancel.isPending}
          disabledReason={reason}
          onClick={() => cancel.mutate({ params: { tenantId, cardPaymentId: id } })}
        >
          Cancel payment
        </Button>
      </Row>
    </Notice>
  );
}
