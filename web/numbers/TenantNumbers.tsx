import { IconHash, IconPlus } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import { Destination, TARGET_KINDS } from '../../src/destinations/contract.ts';
import type { TenantDid } from '../../src/numbers/contract.ts';
import { getTenantDid, routeDid } from '../../src/numbers/endpoints.ts';
import { displayNumber } from '../../src/platform/values/phone.ts';
import { useDialogAddress } from '../kit/forms/dialog-address.ts';
import { useEdit } from '../kit/forms/edit.ts';
import { formSchema } from '../kit/forms/form-schema.ts';
import { EditDialog } from '../kit/forms/FormDialog.tsx';
import {
  type DestinationForm,
  optionOf,
  readDestinationForm,
  targetOfOption,
} from '../kit/inputs/choices/destination-form.ts';
import { useDestinationOptions } from '../kit/inputs/choices/destination-options.ts';
import { OutsideNumberInput } from '../kit/inputs/choices/OutsideNumberInput.tsx';
import { addressLabel } from '../kit/inputs/places/address-form.ts';
import { ListPage } from '../kit/lists/ListPage.tsx';
import { call } from '../kit/session/call.ts';
import { useChange } from '../kit/session/changes.ts';
import { useMay } from '../kit/session/session.ts';
import { useTenant, useTenantReason, useTitleEnd } from '../kit/session/tenant-context.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { Button } from '../ui/Button.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { Muted, Row } from '../ui/layout.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { Waiting } from '../ui/Progress.tsx';
import { SelectField } from '../ui/SelectField.tsx';
import { toast } from '../ui/toast.tsx';
import { NUMBER_OPTIONS } from './number-options.ts';
import { canGetNumbers, noNumbersText } from './number-text.ts';
import { NumberAddress } from './NumberAddress.tsx';
import { tenantNumbersList } from './queries.ts';
import styles from './tenant-numbers.module.css';

const AssignNumber = lazy(() => import('./AssignNumber.tsx'));
const route = getRouteApi('/authenticated/tenants/$tenantId/numbers');

/** The tenant's numbers and their routing. */
export function TenantNumbers() {
  const tenant = useTenant();
  const change = useChange();
  const reason = useTenantReason('routing.write');
  const partners = useMay('numbers.read');
  const mayNotAssign = useTenantReason('numbers.write');
  const { dialog, open, close } = useDialogAddress(['assign-number']);
  const [outside, setOutside] = useState<TenantDid | null>(null);
  const [located, setLocated] = useState<TenantDid | null>(null);
  const save = async ({ id, number, version }: TenantDid, routing: Destination) => {
    const params = { tenantId: tenant.id, didId: id };
    const saved = await change(routeDid, { params, body: { routing }, ifMatch: version });
    toast.success('The next call goes there.', `${displayNumber(number)} saved`);
    return saved;
  };
  const choice = useMutation({
    mutationFn: ({ did, option }: { did: TenantDid; option: string }) =>
      save(did, targetOfOption(option) ?? { kind: 'none' }),
    onError: (error) => toast.error(error.message),
  });
  const choose = (did: TenantDid, option: string) =>
    option === 'external' ? setOutside(did) : choice.mutate({ did, option });
  const columns = [...columnsOf(reason, choose, setOutside), addressColumn(reason, setLocated)];
  const assign = canGetNumbers(tenant, partners) && (
    <Button
      kind="primary"
      icon={<IconPlus size={17} aria-hidden />}
      disabledReason={mayNotAssign}
      onClick={() => open('assign-number')}
    >
      Assign number
    </Button>
  );
  return (
    <Page
      title="Numbers"
      intro="The numbers that callers dial, and where each one rings."
      brand={useTitleEnd()}
      actions={assign}
    >
      <ListPage
        {...tenantNumbersList(tenant.id, route.useSearch())}
        label="Numbers"
        noun={NOUNS.number}
        columns={columns}
        defaultSort="number"
        searchHint="Search numbers"
        empty={
          <Empty icon={<IconHash size={22} />} title="No numbers yet" action={assign}>
            {noNumbersText(tenant, partners)}
          </Empty>
        }
      />
      <Suspense fallback={<Waiting />}>{dialog && <AssignNumber tenant={tenant} onClose={close} />}</Suspense>
      {located && <NumberAddress did={located} onClose={() => setLocated(null)} />}
      {outside && (
        <OutsideNumber
          did={outside}
          load={() => call(getTenantDid, { params: { tenantId: tenant.id, didId: outside.id } })}
          save={save}
          onClose={() => setOutside(null)}
        />
      )}
    </Page>
  );
}

function columnsOf(
  disabledReason: string | null,
  choose: (did: TenantDid, option: string) => void,
  onOutside: (did: TenantDid) => void,
): Column<TenantDid>[] {
  return [
    { id: 'number', header: 'Number', sortable: true, cell: (did) => <strong>{displayNumber(did.number)}</strong> },
    {
      id: 'routing',
      header: 'Calls go to',
      cell: (did) => (
        <div className={styles.routing}>
          <DestinationSelect did={did} disabledReason={disabledReason} onChoose={(option) => choose(did, option)} />
          {did.routing.kind === 'external' && (
            <Button small kind="quiet" disabledReason={disabledReason} onClick={() => onOutside(did)}>
              Change
            </Button>
          )}
        </div>
      ),
    },
  ];
}

const addressColumn = (disabledReason: string | null, edit: (did: TenantDid) => void): Column<TenantDid> => ({
  id: 'e911Address',
  header: 'E911 address',
  cell: (did) => (
    <Row tight>
      {did.e911Address ? addressLabel(did.e911Address) : <Muted>As in Settings</Muted>}
      <Button
        small
        kind="quiet"
        aria-label={`Change the E911 address of ${displayNumber(did.number)}`}
        disabledReason={disabledReason}
        onClick={() => edit(did)}
      >
        Change
      </Button>
    </Row>
  ),
});

type SelectProps = { did: TenantDid; disabledReason: string | null; onChoose: (option: string) => void };

function DestinationSelect({ did: { number, routing }, disabledReason, onChoose }: SelectProps) {
  const [typed, setTyped] = useState('');
  const chosen = optionOf(routing);
  const { options, searching } = useDestinationOptions(
    { typed, chosen },
    { kinds: TARGET_KINDS, fixed: NUMBER_OPTIONS },
  );
  // the current outside number, as an option in its own row
  const label = routing.kind === 'external' ? `Outside: ${displayNumber(routing.number)}` : null;
  return (
    <SelectField
      name={`Calls to ${displayNumber(number)} go to`}
      small
      searchable
      onSearch={setTyped}
      searching={searching}
      options={options.map((option) => (label && option.value === 'external' ? { ...option, label } : option))}
      value={chosen}
      onChange={(option) => option && onChoose(option)}
      disabledReason={disabledReason}
    />
  );
}

const outsideSchema = formSchema(Destination, ({ number }: Pick<DestinationForm, 'number'>) =>
  readDestinationForm({ id: 'external', number }),
);

type OutsideProps = {
  did: TenantDid;
  load: () => Promise<TenantDid>;
  save: (did: TenantDid, routing: Destination) => Promise<TenantDid>;
  onClose: () => void;
};

function OutsideNumber({ did, load, save, onClose }: OutsideProps) {
  const edit = useEdit({
    item: did,
    formOf: ({ routing }) => ({ number: routing.kind === 'external' ? routing.number : '' }),
    schema: () => outsideSchema,
    fields: { number: { name: 'Outside number', words: displayNumber } },
    load,
    save: (routing, now) => save(now, routing),
    done: onClose,
    fieldOfCode: { invalid: 'number' },
  });
  return (
    <EditDialog
      title={`Where calls to ${displayNumber(did.number)} go`}
      size="small"
      onClose={onClose}
      of={edit}
      label="Outside number"
      what="this number"
      verb="Send calls there"
    >
      <OutsideNumberInput name="number" label="Outside number" autoFocus />
    </EditDialog>
  );
}
