import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { IconPlus, IconRoute } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { z } from 'zod';
import { type Trunk, TrunkCreate, TrunkPatch, type TrunkState } from '../../src/trunks/contract.ts';
import { api } from '../kit/api.ts';
import { ConfirmDialog } from '../kit/ConfirmDialog.tsx';
import type { EditedFields } from '../kit/merge.ts';
import { useEdit } from '../kit/edit.ts';
import { EditForm, SaveButton } from '../kit/EditForm.tsx';
import { PasswordInput, SwitchInput, TextInput } from '../kit/form.tsx';
import { ListPage } from '../kit/ListPage.tsx';
import { Badge, Dot, type Tone } from '../ui/Badge.tsx';
import { Button } from '../ui/Button.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { CancelButton, Dialog, DialogActions } from '../ui/Dialog.tsx';
import { FieldRow } from '../ui/fields.tsx';
import { Muted, RowActions, Stack } from '../ui/layout.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { Time } from '../ui/Time.tsx';
import { toast } from '../ui/toast.tsx';
import { NOUNS } from '../kit/nouns.ts';

const route = getRouteApi('/authenticated/operator/trunks');
type Open = { act: 'add' } | { act: 'edit' | 'remove'; trunk: Trunk };

/** Carriers: where calls leave to, and whose packets are taken for theirs. */
export function Trunks() {
  const client = useQueryClient();
  const [open, setOpen] = useState<Open | null>(null);
  const columns = useMemo(() => columnsOf(setOpen), []);
  const close = () => setOpen(null);
  const refresh = () => client.invalidateQueries({ queryKey: ['operator', 'trunks'] });
  const add = (
    <Button kind="primary" icon={<IconPlus size={17} aria-hidden />} onClick={() => setOpen({ act: 'add' })}>
      New trunk
    </Button>
  );
  return (
    <Page title="Trunks" intro="Connections to carriers. Outgoing calls try the lowest priority first." actions={add}>
      <ListPage
        path="/operator/trunks"
        cacheKey={['operator', 'trunks']}
        search={route.useSearch()}
        label="Trunks"
        noun={NOUNS.trunk}
        columns={columns}
        defaultSort="priority"
        searchHint="Search by name or host"
        refetchInterval={3000}
        empty={
          <Empty icon={<IconRoute size={22} />} title="No trunks yet" action={add}>
            Without a trunk, no calls can be made or received, including to 911.
          </Empty>
        }
      />
      {open?.act === 'add' && <TrunkDialog trunk={null} onClose={close} onSaved={refresh} />}
      {open?.act === 'edit' && <TrunkDialog trunk={open.trunk} onClose={close} onSaved={refresh} />}
      {open?.act === 'remove' && (
        <ConfirmDialog
          title={`Remove ${open.trunk.name}?`}
          verb="Remove trunk"
          onClose={close}
          version={open.trunk.version}
          act={async (version) => {
            await api.delete(`/operator/trunks/${open.trunk.id}`, { ifMatch: version });
            await refresh();
            toast.success('New calls no longer use it.', `${open.trunk.name} removed`);
          }}
        >
          <p>
            Calls from it are refused, and no calls use it.
            {open.trunk.emergency && ' It carries 911 calls now.'}
          </p>
        </ConfirmDialog>
      )}
    </Page>
  );
}

const columnsOf = (onOpen: (open: Open) => void): Column<Trunk>[] => [
  { id: 'name', header: 'Name', sortable: true, cell: (trunk) => <strong>{trunk.name}</strong> },
  { id: 'host', header: 'Host', cell: (trunk) => <span className="mono">{`${trunk.host}:${trunk.port}`}</span> },
  { id: 'match', header: 'Accepts from', cell: (trunk) => <span className="mono">{trunk.match}</span> },
  { id: 'priority', header: 'Priority', sortable: true, end: true, cell: (trunk) => trunk.priority },
  { id: 'emergency', header: '911', cell: (trunk) => (trunk.emergency ? 'Yes' : <Muted>No</Muted>) },
  {
    id: 'state',
    header: 'State',
    cell: (trunk) => (trunk.enabled ? <State state={trunk.state} /> : <Badge tone="grey">Off</Badge>),
  },
  {
    id: 'actions',
    header: 'Actions',
    end: true,
    quietHeader: true,
    cell: (trunk) => (
      <RowActions>
        <Button small kind="quiet" aria-label={`Edit ${trunk.name}`} onClick={() => onOpen({ act: 'edit', trunk })}>
          Edit
        </Button>
        <Button small kind="quiet" aria-label={`Remove ${trunk.name}`} onClick={() => onOpen({ act: 'remove', trunk })}>
          Remove
        </Button>
      </RowActions>
    ),
  },
];

const REACHABILITY: Record<TrunkState['reachability'], { tone: Tone; words: string }> = {
  reachable: { tone: 'green', words: 'Reachable' },
  unreachable: { tone: 'red', words: 'Unreachable' },
  silent: { tone: 'amber', words: 'Doesn’t answer checks' },
  unchecked: { tone: 'grey', words: 'Not checked yet' },
};

const REGISTRATION: Record<Exclude<TrunkState['registration'], 'none'>, { tone: Tone; words: string }> = {
  registered: { tone: 'green', words: 'Registered' },
  refused: { tone: 'red', words: 'Registration refused' },
  pending: { tone: 'amber', words: 'Registering' },
};

function State({ state }: { state: TrunkState }) {
  const { registration, registrationReason: why } = state;
  const words = registration === 'none' ? null : REGISTRATION[registration];
  return (
    <Stack gap="small">
      <Reachability state={state} />
      {words && (
        <Dot tone={words.tone}>
          {words.words}
          {why && <Muted> · {why}</Muted>}
        </Dot>
      )}
    </Stack>
  );
}

function Reachability({ state: { reachability, roundTripMs, since } }: { state: TrunkState }) {
  const { tone, words } = REACHABILITY[reachability];
  return (
    <Dot tone={tone}>
      {words}
      {reachability === 'reachable' && roundTripMs !== null && <Muted> · {roundTripMs} ms</Muted>}
      {reachability === 'unreachable' && since !== null && (
        <Muted>
          {' since '}
          <Time at={since} withClock />
        </Muted>
      )}
    </Dot>
  );
}

type Typed = {
  name: string;
  host: string;
  port: string;
  match: string;
  priority: string;
  emergency: boolean;
  sendsLocation: boolean;
  username: string;
  password: string;
  registers: boolean;
  enabled: boolean;
};
/** A password that was not typed stays as it is. */
const toInput = (form: unknown) => {
  const { port, priority, password, ...rest } = form as Typed;
  return { ...rest, port: Number(port), priority: Number(priority), ...(password !== '' && { password }) };
};

const formOf = (trunk: Trunk | null): Typed => ({
  name: trunk?.name ?? '',
  host: trunk?.host ?? '',
  port: String(trunk?.port ?? 5060),
  match: trunk?.match ?? '',
  priority: String(trunk?.priority ?? 100),
  emergency: trunk?.emergency ?? true,
  sendsLocation: trunk?.sendsLocation ?? false,
  username: trunk?.username ?? '',
  password: '',
  registers: trunk?.registers ?? false,
  enabled: trunk?.enabled ?? true,
});

const fields: EditedFields = {
  name: { name: 'Name' },
  host: { name: 'Host' },
  port: { name: 'Port' },
  match: { name: 'Accepts calls from' },
  priority: { name: 'Priority' },
  emergency: { name: 'Carries 911' },
  sendsLocation: { name: 'Send the location with 911 calls' },
  username: { name: 'Username' },
  password: { name: 'Password' },
  registers: { name: 'Register with this carrier' },
  enabled: { name: 'On' },
};

type TrunkDialogProps = { trunk: Trunk | null; onClose: () => void; onSaved: () => Promise<void> };

function TrunkDialog({ trunk, onClose, onSaved }: TrunkDialogProps) {
  const edit = useEdit<Trunk, Trunk | null, Typed, unknown>({
    item: trunk,
    formOf,
    schema: () => z.preprocess(toInput, trunk ? TrunkPatch : TrunkCreate) as never,
    fields,
    load: () => api.get<Trunk>(`/operator/trunks/${trunk?.id}`),
    save: async (body, base, key) => {
      const saved = base
        ? await api.patch<Trunk>(`/operator/trunks/${base.id}`, { body, ifMatch: base.version })
        : await api.post<Trunk>('/operator/trunks', { body, key });
      await onSaved();
      toast.success('The next call can use it.', `${saved.name} saved`);
      return saved;
    },
    done: onClose,
    fieldOfCode: { trunk_name_taken: 'name' },
  });
  return (
    <Dialog title={trunk ? `Edit ${trunk.name}` : 'New trunk'} onClose={onClose} keepOpen>
      <EditForm of={edit} label="Trunk" what="this trunk">
        <TextInput name="name" label="Name" maxLength={100} autoFocus />
        <FieldRow>
          <TextInput name="host" label="Host" mono description="Where calls are sent." />
          <TextInput name="port" label="Port" inputMode="numeric" />
        </FieldRow>
        <FieldRow>
          <TextInput
            name="match"
            label="Accepts calls from"
            mono
            description="An IP address, with a port if needed, or a network."
          />
          <TextInput name="priority" label="Priority" inputMode="numeric" description="The lowest is tried first." />
        </FieldRow>
        <FieldRow>
          <TextInput name="username" label="Username" mono maxLength={100} description="If the carrier asks for one." />
          <PasswordInput
            name="password"
            label="Password"
            autoComplete="new-password"
            description={trunk?.hasPassword ? 'Leave blank to keep the current one.' : 'Stored encrypted, never shown.'}
          />
        </FieldRow>
        <SwitchInput
          name="registers"
          label="Register with this carrier"
          description="For carriers that send calls to where you are registered."
        />
        <SwitchInput name="emergency" label="Carries 911" />
        <SwitchInput
          name="sendsLocation"
          label="Send the location with 911 calls"
          description="Adds the caller’s E911 address (PIDF-LO). Ask the carrier first: many refuse such calls."
        />
        <SwitchInput name="enabled" label="On" />
        <DialogActions>
          <CancelButton />
          <SaveButton of={edit}>Save trunk</SaveButton>
        </DialogActions>
      </EditForm>
    </Dialog>
  );
}
