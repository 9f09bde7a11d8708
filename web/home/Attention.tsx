import { IconBuildingStore, IconCircleCheck } from '@tabler/icons-react';
import type { z } from 'zod';
import type { PartnerSummary } from '../../src/tenants/summary-contract.ts';
import { ButtonLink } from '../kit/pages/links.tsx';
import { Card, Columns, LineList } from '../ui/layout.tsx';
import { Empty } from '../ui/Page.tsx';
import { moneyReasons, useMoney } from './money-reasons.tsx';
import { tenantReasons } from './tenant-reasons.tsx';

/** Issues that need attention, most urgent first. */
export function Attention({ summary }: { summary: z.infer<typeof PartnerSummary> }) {
  const money = useMoney();
  const reasons = [...tenantReasons(summary), ...moneyReasons(money)];
  if (Object.values(summary.tenants).every((count) => count === 0)) return <GetStarted />;
  if (reasons.length === 0)
    return (
      <Card title="Needs attention">
        <Empty icon={<IconCircleCheck size={22} />} title="Nothing needs attention">
          No tenant is near a limit, overdue or about to lose its data, and every one has a 911 address.
        </Empty>
      </Card>
    );
  return (
    <>
      <h2>Needs attention</h2>
      <Columns>
        {reasons.map(({ title, why, lines }) => (
          <Card key={title} title={title}>
            <LineList intro={why}>{lines}</LineList>
          </Card>
        ))}
      </Columns>
    </>
  );
}

function GetStarted() {
  const create = (
    <ButtonLink kind="primary" to="/tenants">
      Create the first one
    </ButtonLink>
  );
  return (
    <Card title="Get started">
      <Empty icon={<IconBuildingStore size={22} />} title="No tenants yet" action={create}>
        Add your numbers, create a tenant for each customer, set up its phones, and hand over a login.
      </Empty>
    </Card>
  );
}
