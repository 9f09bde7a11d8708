import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Adjustment, AdjustmentCreate } from '../../src/invoices/contract.ts';
import { createAdjustment, deleteAdjustment } from '../../src/invoices/tenant-endpoints.ts';
import { ConfirmDialog } from '../kit/acts/ConfirmDialog.tsx';
import { TextInput, useApiForm } from '../kit/forms/form.tsx';
import { FormDialog } from '../kit/forms/FormDialog.tsx';
import { amountLabel } from '../kit/inputs/money/amount.ts';
import { useChange } from '../kit/session/changes.ts';
import { useTenantId, useTenantReason } from '../kit/session/tenant-context.ts';
import { Button } from '../ui/Button.tsx';
import { Card, LineList, Muted } from '../ui/layout.tsx';
import { LoadError } from '../ui/LoadError.tsx';
import { dayLabel } from '../ui/time-labels.ts';
import { toast } from '../ui/toast.tsx';
import { adjustmentsQuery } from './queries.ts';

type Open = { act: 'add' } | { act: 'remove'; adjustment: Adjustment };

/** Adjustments on the tenant's next invoice, only for its partner. */
export function AdjustmentsCard() {
  const tenantId = useTenantId();
  const reason = useTenantReason('invoices.write');
  const { data, error, refetch } = useQuery(adjustmentsQuery(tenantId));
  const [open, setOpen] = useState<Open | null>(null);
  const close = () => setOpen(null);
  if (error && !data) return <LoadError title="Couldn’t load the adjustments" error={error} again={refetch} />;
  return (
    <Card
      title="Adjustments"
      actions={
        <Button small disabledReason={reason} onClick={() => setOpen({ act: 'add' })}>
          Add adjustment
        </Button>
      }
    >
      <LineList intro={data?.items.length === 0 && 'Adjustments for the next invoice appear here.'}>
        {data?.items.map((adjustment) => (
          <li key={adjustment.id}>
            <div>
              {adjustment.description} <Muted>{dayLabel(adjustment.day)}</Muted>
            </div>
            <div>
              {amountLabel(adjustment.amount, adjustment.currency)}{' '}
              {adjustment.isInvoiced ? (
                <Muted>Invoiced</Muted>
              ) : (
                adjustment.kind === 'correction' && (
                  <Button
                    small
                    kind="quiet"
                    aria-label={`Remove ${adjustment.description}`}
                    disabledReason={reason}
                    onClick={() => setOpen({ act: 'remove', adjustment })}
                  >
                    Remove
                  </Button>
                )
              )}
            </div>
          </li>
        ))}
      </LineList>
      {open?.act === 'add' && <AddAdjustment tenantId={tenantId} onClose={close} />}
      {open?.act === 'remove' && <RemoveAdjustment tenantId={tenantId} adjustment={open.adjustment} onClose={close} />}
    </Card>
  );
}

function AddAdjustment({ tenantId, onClose }: { tenantId: string; onClose: () => void }) {
  const change = useChange();
  const form = useApiForm({
    schema: AdjustmentCreate,
    values: { description: '', amount: '' },
    send: (body, key) => change(createAdjustment, { params: { tenantId }, body, key }),
    done: ({ amount, currency }) => {
      toast.success('It goes on the next invoice.', `${amountLabel(amount, currency)} added`);
      onClose();
    },
  });
  return (
    <FormDialog
      title="Add adjustment"
      size="small"
      onClose={onClose}
      of={form}
      label="Adjustment"
      verb="Add adjustment"
    >
      <TextInput
        name="description"
        label="Description"
        description="It’s shown on the invoice."
        maxLength={200}
        autoFocus
      />
      <TextInput
        name="amount"
        label="Amount"
        description="Before taxes. A negative amount, such as -12.50, is a credit."
      />
    </FormDialog>
  );
}

type RemoveProps = { tenantId: string; adjustment: Adjustment; onClose: () => void };

function RemoveAdjustment({ tenantId, adjustment, onClose }: RemoveProps) {
  const change = useChange();
  return (
    <ConfirmDialog
      title={`Remove “${adjustment.description}”?`}
      verb="Remove adjustment"
      onClose={onClose}
      act={async () => {
        await change(deleteAdjustment, { params: { tenantId, adjustmentId: adjustment.id } });
        toast.success('It won’t be on the next invoice.', 'Adjustment removed');
      }}
    >
      <p>{amountLabel(adjustment.amount, adjustment.currency)} won’t be on the next invoice.</p>
    </ConfirmDialog>
  );
}
