import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { DEFAULT_HOME } from '../../src/platform/numbers/e164.ts';
import { displayNumber, toE164 } from '../../src/platform/values/phone.ts';
import type { Price, Rate, RateTable } from '../../src/rates/contract.ts';
import type { PriceMargin } from '../../src/rates/wholesale-contract.ts';
import { chargeClassLabel } from '../kit/inputs/limits/outbound-form.ts';
import { exactAmountLabel } from '../kit/inputs/money/amount.ts';
import { ErrorNotice } from '../kit/pages/ErrorNotice.tsx';
import { TextField } from '../ui/fields.tsx';
import { Card, Stack } from '../ui/layout.tsx';
import { marginQuery, priceQuery } from './queries.ts';

/** Shows what a call to a number would cost now, as soon as a complete number is typed. */
export function PriceLookup({ table, seesMargins }: { table: RateTable; seesMargins: boolean }) {
  const [typed, setTyped] = useState('');
  const number = toE164(typed, DEFAULT_HOME);
  const { data, error } = useQuery({ ...priceQuery(table.id, number ?? ''), enabled: number !== null });
  const { data: margin } = useQuery({
    ...marginQuery(table.id, number ?? ''),
    enabled: number !== null && seesMargins,
  });
  return (
    <Card form title="What would a call cost?">
      <Stack gap="small">
        <TextField
          label="Number"
          type="tel"
          value={typed}
          onChange={setTyped}
          description="With its country code, such as +44 20 7946 0999."
        />
        <ErrorNotice error={number === null ? null : error} />
        <div aria-live="polite">
          {number !== null && data && (
            <>
              <p>{answer(data)}</p>
              {margin && <p>{marginAnswer(margin)}</p>}
            </>
          )}
        </div>
      </Stack>
    </Card>
  );
}

function answer({ number, rate, perMinuteCall, currency }: Price): string {
  const shown = displayNumber(number);
  if (!rate || perMinuteCall === null) return `${shown}: this table has no rate for it.`;
  const place = rate.destination ? ` (${rate.destination})` : '';
  return `${shown}${place}: a call of one minute would cost ${exactAmountLabel(perMinuteCall, currency)}, by the prefix +${rate.prefix}, in increments of ${rate.initialSeconds}/${rate.incrementSeconds} seconds.${classAnswer(rate)}`;
}

const classAnswer = ({ class: named }: Pick<Rate, 'class'>): string =>
  named === null ? '' : ` Class in the table: ${chargeClassLabel(named)}.`;

function marginAnswer({ cost, margin, currency }: PriceMargin): string {
  if (!cost) return 'Your cost isn’t known: your wholesale table has no rate for this number.';
  const paid = `It would cost you ${exactAmountLabel(cost.amount, cost.currency)}, by the prefix +${cost.prefix}.`;
  return margin === null ? paid : `${paid} Your margin: ${exactAmountLabel(margin, currency)}.`;
}
