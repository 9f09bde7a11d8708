import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { z } from 'zod';
import { type LegalHold, LegalHoldPut } from '../../../src/retention/contract.ts';
import { liftLegalHold, placeLegalHold } from '../../../src/retention/endpoints.ts';
import { ConfirmDialog } from '../../kit/acts/ConfirmDialog.tsx';
import { Form, TextareaInput, useApiForm } from '../../kit/forms/form.tsx';
import { call } from '../../kit/session/call.ts';
import { Button } from '../../ui/Button.tsx';
import { Card, Fact, Facts, Row, Stack } from '../../ui/layout.tsx';
import { NotLoaded } from '../../ui/LoadError.tsx';
import { Time } from '../../ui/Time.tsx';
import { toast } from '../../ui/toast.tsx';
import { legalHoldQuery } from '../operator-tenant.ts';

/** A legal hold stops the purge of a tenant. Neither its partner nor the tenant sees it. */
export function LegalHoldCard({ tenantId }: { tenantId: string }) {
  const { data, error, refetch } = useQuery(legalHoldQuery(tenantId));
  if (!data) return <NotLoaded error={error} again={refetch} />;
  return (
    <Card form title={data.reason === null ? 'No legal hold' : 'Under a legal hold'}>
      <Stack>{data.reason === null ? <PlaceHold tenant={data} /> : <Held tenant={data} />}</Stack>
    </Card>
  );
}

function Held({ tenant }: { tenant: LegalHold }) {
  const client = useQueryClient();
  const [lifting, setLifting] = useState(false);
  const lift = async () => {
    const { tenantId } = tenant;
    const lifted = await call(liftLegalHold, { params: { tenantId }, ifMatch: tenant.version });
    client.setQueryData(legalHoldQuery(tenantId).queryKey, lifted);
    toast.success(`${tenant.sipPrefix} can be purged again.`, 'Legal hold lifted');
  };
  return (
    <>
      <Facts>
        <Fact name="Reason">{tenant.reason}</Fact>
        <Fact name="Placed by">{tenant.placedBy}</Fact>
        <Fact name="Placed">{tenant.placedAt && <Time at={tenant.placedAt} withClock />}</Fact>
      </Facts>
      <Row end>
        <Button kind="danger" onClick={() => setLifting(true)}>
          Lift hold
        </Button>
      </Row>
      {lifting && (
        <ConfirmDialog
          title={`Lift the legal hold on ${tenant.sipPrefix}?`}
          verb="Lift hold"
          act={lift}
          onClose={() => setLifting(false)}
        >
          <p>{afterwards(tenant.purgeAt)}</p>
        </ConfirmDialog>
      )}
    </>
  );
}

function afterwards(purgeAt: string | null): string {
  if (purgeAt === null) return 'The tenant isn’t cancelled, so nothing is deleted now.';
  if (Date.parse(purgeAt) > Date.now()) return 'Its data will be deleted when the 90 days are over.';
  return 'The 90 days are over. Its data will be deleted right away and can’t be restored.';
}

function PlaceHold({ tenant }: { tenant: LegalHold }) {
  const client = useQueryClient();
  const form = useApiForm<z.input<typeof LegalHoldPut>, z.output<typeof LegalHoldPut>>({
    schema: LegalHoldPut,
    values: { reason: '' },
    send: async (body) => {
      const { tenantId } = tenant;
      const placed = await call(placeLegalHold, { params: { tenantId }, body, ifMatch: tenant.version });
      client.setQueryData(legalHoldQuery(tenantId).queryKey, placed);
      toast.success(`${tenant.sipPrefix} can’t be purged until you lift it.`, 'Legal hold placed');
    },
  });
  return (
    <Form of={form} label="Place a legal hold" guarded>
      <TextareaInput
        name="reason"
        label="Reason"
        rows={3}
        description="Who asked for it, and under what order. The partner and the tenant don’t see this."
      />
      <Row end>
        <Button type="submit" kind="primary" busy={form.busy}>
          Place hold
        </Button>
      </Row>
    </Form>
  );
}
