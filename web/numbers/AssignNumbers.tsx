import { useState } from 'react';
import { AssignDids, type Did } from '../../src/numbers/contract.ts';
import { assignDids } from '../../src/numbers/endpoints.ts';
import { displayNumber } from '../../src/platform/values/phone.ts';
import { formSchema } from '../kit/forms/form-schema.ts';
import { CheckInput, Form, SelectInput, useApiForm } from '../kit/forms/form.tsx';
import { useTenantOptions } from '../kit/inputs/choices/tenant-options.ts';
import { AddedFees } from '../kit/inputs/money/AddedFees.tsx';
import type { Outcome } from '../kit/lists/bulk.ts';
import { Results } from '../kit/lists/BulkResults.tsx';
import { useChange } from '../kit/session/changes.ts';
import { daysUntil } from '../kit/words/days.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { Button } from '../ui/Button.tsx';
import { CancelButton, Dialog, DialogActions } from '../ui/Dialog.tsx';
import { Notice } from '../ui/Notice.tsx';
import { plural } from '../ui/plural.ts';
import { toast } from '../ui/toast.tsx';
import { billedNumbers } from './number-fees.ts';
import { idsOf, numbersLabel, resultsOf } from './number-results.ts';

type AssignForm = { tenantId: string | null; acknowledgeAgeing: boolean };
type AssignProps = { dids: Did[]; onClose: () => void; onDone: (didIds: string[]) => void };

type Resting = Did & { ageingUntil: string };

/** Numbers in quarantine after another tenant. Assigning them has to be confirmed. */
const restingFor = (dids: Did[], tenantId: string | null): Resting[] =>
  dids.filter((did): did is Resting => did.ageingUntil !== null && did.lastTenantId !== tenantId);

export default function AssignNumbers({ dids, onClose, onDone }: AssignProps) {
  const [wanted, setWanted] = useState('');
  const [outcomes, setOutcomes] = useState<Outcome[] | null>(null);
  const change = useChange();
  const form = useApiForm({
    schema: schemaFor(dids),
    values: { tenantId: null, acknowledgeAgeing: false },
    send: async (body, key) => {
      const { done, refused } = await change(assignDids, { body, key });
      onDone(idsOf(done));
      if (refused.length === 0) {
        toast.success('Next, choose where they ring.', `${plural(done.length, NOUNS.number)} assigned`);
        return onClose();
      }
      setOutcomes(resultsOf({ done, refused }, 'Assigned'));
    },
  });
  const tenantId = form.form.watch('tenantId');
  const tenants = useTenantOptions(wanted, tenantId ?? undefined, 'TRIAL,ACTIVE,SUSPENDED');
  const resting = restingFor(dids, tenantId);
  const title = `Assign ${numbersLabel(dids)}`;
  if (outcomes) return <Results title={title} outcomes={outcomes} onClose={onClose} />;
  return (
    <Dialog title={title} onClose={onClose} keepOpen>
      <Form of={form} label={title}>
        <SelectInput
          name="tenantId"
          label="Tenant"
          {...tenants}
          searchable
          onSearch={setWanted}
          placeholder="Search by name"
          emptyText="No such tenant"
        />
        {tenantId && resting.length > 0 && (
          <>
            <Notice
              tone="warning"
              title={`${plural(resting.length, NOUNS.number)} had another subscriber not long ago`}
            >
              <ul>
                {resting.slice(0, 8).map((did) => (
                  <li key={did.id}>
                    {displayNumber(did.number)}: recently {did.lastTenantName ?? 'a deleted tenant'}’s, in quarantine
                    for {plural(daysUntil(did.ageingUntil), NOUNS.moreDay)}
                  </li>
                ))}
              </ul>
              Calls meant for them may reach the new tenant. In the US, the rule is to wait 45 days.
            </Notice>
            <CheckInput name="acknowledgeAgeing" label="Assign them now anyway. This is recorded in the audit log." />
          </>
        )}
        {tenantId && <AddedFees tenantId={tenantId} things={billedNumbers(dids, tenantId)} />}
        <DialogActions>
          <CancelButton />
          <Button type="submit" kind="primary" busy={form.busy}>
            Assign
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}

const schemaFor = (dids: Did[]) =>
  formSchema(
    AssignDids.superRefine(({ tenantId, acknowledgeAgeing }, context) => {
      if (acknowledgeAgeing || restingFor(dids, tenantId).length === 0) return;
      context.addIssue({
        code: 'custom',
        path: ['acknowledgeAgeing'],
        message: 'Tick this, or wait until the quarantine is over.',
      });
    }),
    ({ tenantId, acknowledgeAgeing }: AssignForm) => ({
      tenantId: tenantId ?? '',
      acknowledgeAgeing,
      didIds: idsOf(dids),
    }),
  );
