import { TaxExemptionPut, type TaxExemption } from '../../src/invoices/exemptions/contract.ts';
import { getTaxExemption, putTaxExemption } from '../../src/invoices/tenant-endpoints.ts';
import { useEdit } from '../kit/forms/edit.ts';
import { EditForm, SaveButton } from '../kit/forms/EditForm.tsx';
import { formSchema } from '../kit/forms/form-schema.ts';
import { LoadedCard } from '../kit/pages/LoadedCard.tsx';
import { call } from '../kit/session/call.ts';
import { useChange } from '../kit/session/changes.ts';
import { useTenantId, useTenantReason } from '../kit/session/tenant-context.ts';
import { Row } from '../ui/layout.tsx';
import { toast } from '../ui/toast.tsx';
import { ExemptionInputs, formOfExemption, sentExemption } from './ExemptionInputs.tsx';
import { exemptionQuery } from './queries.ts';

/** The tenant's tax exemption certificate, only for its partner. */
export function ExemptionCard() {
  const tenantId = useTenantId();
  return (
    <LoadedCard query={exemptionQuery(tenantId)} title="Tax exemption" failed="Couldn’t load the tax exemption">
      {(loaded) => <ExemptionForm tenantId={tenantId} exemption={loaded} />}
    </LoadedCard>
  );
}

function ExemptionForm({ tenantId, exemption }: { tenantId: string; exemption: TaxExemption }) {
  const change = useChange();
  const reason = useTenantReason('invoices.write');
  const params = { tenantId };
  const edit = useEdit({
    item: exemption,
    formOf: formOfExemption,
    schema: () => formSchema(TaxExemptionPut, sentExemption),
    fields: {
      certificate: { name: 'Certificate' },
      validFrom: { name: 'Valid from' },
      validUntil: { name: 'Valid until' },
    },
    load: () => call(getTaxExemption, { params }),
    save: async (body, { version }) => {
      const saved = await change(putTaxExemption, { params, body, ifMatch: version });
      toast.success('Issued invoices stay as they are.', 'Tax exemption saved');
      return saved;
    },
  });
  return (
    <EditForm of={edit} label="Tax exemption" what="the tax exemption" disabledReason={reason}>
      <ExemptionInputs label="Certificate" whose="tenant" />
      <Row end>
        <SaveButton of={edit} disabledReason={reason}>
          Save tax exemption
        </SaveButton>
      </Row>
    </EditForm>
  );
}
