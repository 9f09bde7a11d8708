import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { WholesaleTableCreate, type WholesaleTable } from '../../src/rates/wholesale-contract.ts';
import { createWholesaleTable } from '../../src/rates/wholesale-endpoints.ts';
import { useDialogAddress } from '../kit/forms/dialog-address.ts';
import { formSchema } from '../kit/forms/form-schema.ts';
import { SelectInput, TextInput, useApiForm } from '../kit/forms/form.tsx';
import { FormDialog } from '../kit/forms/FormDialog.tsx';
import { CurrencyInput } from '../kit/inputs/money/CurrencyInput.tsx';
import { useChange } from '../kit/session/changes.ts';
import { Button } from '../ui/Button.tsx';
import { Card, LineList, Muted } from '../ui/layout.tsx';
import { LoadError } from '../ui/LoadError.tsx';
import { toast } from '../ui/toast.tsx';
import { partnerWholesaleTablesQuery } from './queries.ts';
import { DIRECTIONS } from './wholesale-labels.ts';

const route = getRouteApi('/authenticated/operator/partners/$partnerId');

const OPTIONS = (['outbound', 'inbound'] as const).map((value) => ({ value, label: DIRECTIONS[value] }));

/** A partner's wholesale tables, for the operator. */
export function PartnerWholesale() {
  const { partnerId } = route.useParams();
  const { data, error, refetch } = useQuery(partnerWholesaleTablesQuery(partnerId));
  const address = useDialogAddress(['create-wholesale']);
  if (error && !data) return <LoadError title="Couldn’t load the wholesale rates" error={error} again={refetch} />;
  const left = OPTIONS.filter(({ value }) => data?.items.every(({ direction }) => direction !== value));
  const full = data && left.length === 0 ? 'There is a table for each direction.' : null;
  return (
    <Card
      title="Wholesale rates"
      actions={
        <Button small disabledReason={full} onClick={() => address.open('create-wholesale')}>
          New wholesale table
        </Button>
      }
    >
      <LineList
        intro={
          data?.items.length === 0 &&
          'What this partner pays for its tenants’ calls. Until there are rates, the cost of calls isn’t known.'
        }
      >
        {data?.items.map(({ id, name, direction, currency }) => (
          <li key={id}>
            <Link
              to="/operator/partners/$partnerId/wholesale/$wholesaleTableId"
              params={{ partnerId, wholesaleTableId: id }}
            >
              {name}
            </Link>
            <Muted>
              {DIRECTIONS[direction]}, {currency}
            </Muted>
          </li>
        ))}
      </LineList>
      {address.dialog === 'create-wholesale' && data && (
        <CreateWholesaleTable partnerId={partnerId} options={left} onClose={address.close} />
      )}
    </Card>
  );
}

type Typed = { name: string; direction: string | null; currency: string | null };
type CreateProps = {
  partnerId: string;
  options: { value: WholesaleTable['direction']; label: string }[];
  onClose: () => void;
};

function CreateWholesaleTable({ partnerId, options, onClose }: CreateProps) {
  const change = useChange();
  const form = useApiForm({
    schema: formSchema(WholesaleTableCreate, (typed: Typed) => typed),
    values: { name: '', direction: options[0]?.value ?? null, currency: 'USD' },
    send: (body, key) => change(createWholesaleTable, { params: { partnerId }, body, key }),
    done: ({ name }) => {
      toast.success('Open it to import its rates.', `${name} created`);
      onClose();
    },
    fieldOfCode: { rate_table_name_taken: 'name', wholesale_table_exists: 'direction' },
  });
  return (
    <FormDialog
      title="New wholesale table"
      size="small"
      onClose={onClose}
      of={form}
      label="Wholesale table"
      verb="Create wholesale table"
    >
      <TextInput name="name" label="Name" maxLength={100} description="The partner sees it." autoFocus />
      <SelectInput name="direction" label="For" options={options} />
      <CurrencyInput name="currency" />
    </FormDialog>
  );
}
