import { IconCalendarClock, IconPlus } from '@tabler/icons-react';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import type { Schedule } from '../../src/schedules/contract.ts';
import { deleteSchedule, getSchedule } from '../../src/schedules/endpoints.ts';
import { ConfirmDialog } from '../kit/acts/ConfirmDialog.tsx';
import { useDialogAddress } from '../kit/forms/dialog-address.ts';
import { ListPage } from '../kit/lists/ListPage.tsx';
import { LoadedDialog } from '../kit/pages/LoadedDialog.tsx';
import { useChange } from '../kit/session/changes.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { useTenant, useTenantReason, useTitleEnd } from '../kit/session/tenant-context.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { Button } from '../ui/Button.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { Waiting } from '../ui/Progress.tsx';
import { toast } from '../ui/toast.tsx';
import { schedulesList } from './queries.ts';
import { columnsOf } from './schedule-columns.tsx';
import { SwitchSchedule } from './SwitchSchedule.tsx';

const CreateSchedule = lazy(async () => ({ default: (await import('./ScheduleDialogs.tsx')).CreateSchedule }));
const EditSchedule = lazy(async () => ({ default: (await import('./ScheduleDialogs.tsx')).EditSchedule }));
const route = getRouteApi('/authenticated/tenants/$tenantId/schedules');

/** How often to reload, because the state changes by itself. */
const LOOK_AGAIN_MS = 30_000;

/** The tenant's schedules, which call flows check. */
export function Schedules() {
  const tenant = useTenant();
  const change = useChange();
  const address = useDialogAddress(['create-schedule', 'edit-schedule', 'switch-schedule']);
  const [deleting, setDeleting] = useState<Schedule | null>(null);
  const reason = useTenantReason('schedules.write');
  const create = (
    <Button
      kind="primary"
      icon={<IconPlus size={17} aria-hidden />}
      disabledReason={reason}
      onClick={() => address.open('create-schedule')}
    >
      New schedule
    </Button>
  );
  const remove = async ({ id, name }: Schedule, version: number) => {
    await change(deleteSchedule, { params: { tenantId: tenant.id, scheduleId: id }, ifMatch: version });
    toast.success('No call flow uses it.', `${name} deleted`);
  };
  const one = (id: string) => apiQuery(getSchedule, { params: { tenantId: tenant.id, scheduleId: id } });
  return (
    <Page
      title="Schedules"
      intro="When you are open. Call flows use it, so you change hours and holidays in one place."
      brand={useTitleEnd()}
      actions={create}
    >
      <ListPage
        {...schedulesList(tenant.id, route.useSearch())}
        label="Schedules"
        noun={NOUNS.schedule}
        columns={columnsOf(tenant.id, reason, {
          onSwitch: ({ id }) => address.open('switch-schedule', id),
          onEdit: ({ id }) => address.open('edit-schedule', id),
          onDelete: setDeleting,
        })}
        defaultSort="name"
        searchHint="Search by name"
        refetchInterval={LOOK_AGAIN_MS}
        empty={
          <Empty icon={<IconCalendarClock size={22} />} title="No schedules yet" action={create}>
            A schedule has the hours of the week and the holidays.{' '}
            <Link to="/tenants/$tenantId/flows" params={{ tenantId: tenant.id }}>
              Call flows
            </Link>{' '}
            send callers elsewhere while it is closed.
          </Empty>
        }
      />
      <Suspense fallback={<Waiting />}>
        {address.dialog === 'create-schedule' && <CreateSchedule onClose={address.close} />}
        {address.dialog === 'edit-schedule' && (
          <LoadedDialog query={one(address.id)} onClose={address.close}>
            {(schedule) => <EditSchedule schedule={schedule} onClose={address.close} />}
          </LoadedDialog>
        )}
        {address.dialog === 'switch-schedule' && (
          <LoadedDialog query={one(address.id)} onClose={address.close}>
            {(schedule) => <SwitchSchedule schedule={schedule} onClose={address.close} />}
          </LoadedDialog>
        )}
      </Suspense>
      {deleting && (
        <ConfirmDialog
          title={`Delete ${deleting.name}?`}
          verb="Delete schedule"
          version={deleting.version}
          act={(version) => remove(deleting, version)}
          onClose={() => setDeleting(null)}
        >
          <p>Its hours and holidays are deleted. Nothing uses it now.</p>
        </ConfirmDialog>
      )}
    </Page>
  );
}
