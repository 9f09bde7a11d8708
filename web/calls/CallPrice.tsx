import type { LegCharge } from '../../src/billing/rating/charge-contract.ts';
import type { CallDetail } from '../../src/calls/history/contract.ts';
import { partyLabel } from '../kit/words/party-label.ts';
import { Card, Fact, Facts, Muted, Row, Stack } from '../ui/layout.tsx';
import { chargeLabel, CLASS_LABELS, whyThisPrice } from './charge-labels.ts';

/** The charge of a call, with an explanation for each leg. */
export function CallPrice({ call }: { call: CallDetail }) {
  return (
    <Card title="Why this price">
      <Facts>
        {call.charges.map((leg) => (
          <Fact key={leg.answeredAt + leg.number} name={<LegName leg={leg} />}>
            <Stack>
              <strong>{chargeLabel(leg)}</strong>
              {whyThisPrice(leg).map((sentence) => (
                <Muted key={sentence}>{sentence}</Muted>
              ))}
            </Stack>
          </Fact>
        ))}
        {call.charge && call.charges.length > 1 && <Fact name="Total">{chargeLabel(call.charge)}</Fact>}
      </Facts>
    </Card>
  );
}

function LegName({ leg }: { leg: LegCharge }) {
  const kind = leg.class === null ? null : CLASS_LABELS[leg.class];
  return (
    <Row tight>
      {partyLabel(leg.number)} <Muted>{[leg.destination, kind].filter(Boolean).join(', ')}</Muted>
    </Row>
  );
}
