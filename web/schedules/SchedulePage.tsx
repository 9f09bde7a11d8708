import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { dayAt } from '../../src/platform/time/zoned-days.ts';
import { wallTime } from '../../src/platform/time/zoned-times.ts';
import type { Schedule } from '../../src/schedules/contract.ts';
import { getSchedule } from '../../src/schedules/endpoints.ts';
import { UsedBy } from '../kit/acts/UsedBy.tsx';
import { useDialogAddress } from '../kit/forms/dialog-address.ts';
import { LoadedDialog } from '../kit/pages/LoadedDialog.tsx';
import { LoadedPage } from '../kit/pages/LoadedPage.tsx';
import { useMinute } from '../kit/pages/minute.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { useTenant, useTenantReason, useTitleEnd } from '../kit/session/tenant-context.ts';
import { Button } from '../ui/Button.tsx';
import { Card, Columns, Fact, Facts } from '../ui/layout.tsx';
import { Page } from '../ui/Page.tsx';
import { Waiting } from '../ui/Progress.tsx';
import { Holidays } from './Holidays.tsx';
import { rulesOf } from './labels.ts';
import { pictureFrom } from './picture.ts';
import { ScheduleState } from './ScheduleState.tsx';
import { OverrideNotice, SwitchSchedule } from './SwitchSchedule.tsx';
import { TryTime } from './TryTime.tsx';
import { WeekPicture } from './WeekPicture.tsx';

const EditSchedule = lazy(async () => ({ default: (await import('./ScheduleDialogs.tsx')).EditSchedule }));
const route = getRouteApi('/authenticated/tenants/$tenantId/schedules/$scheduleId');
const LOOK_AGAIN_MS = 30_000;

/** A schedule: its current state, a chart of the coming week, its holidays, and a check of any time. */
export function SchedulePage() {
  const params = route.useParams();
  const query = apiQuery(getSchedule, { params });
  const brand = useTitleEnd();
  const reason = useTenantReason('schedules.write');
  const address = useDialogAddress(['edit-schedule', 'switch-schedule']);
  return (
    <LoadedPage query={{ ...query, refetchInterval: LOOK_AGAIN_MS }} failed="Couldn’t load this schedule">
      {(schedule) => {
        const actions = (
          <>
            <Button disabledReason={reason} onClick={() => address.open('switch-schedule')}>
              {schedule.state.open ? 'Close…' : 'Open…'}
            </Button>
            <Button kind="primary" disabledReason={reason} onClick={() => address.open('edit-schedule')}>
              Edit
            </Button>
          </>
        );
        return (
          <Page
            title={schedule.name}
            brand={brand}
            actions={actions}
            intro={
              <Link to="/tenants/$tenantId/schedules" params={{ tenantId: params.tenantId }}>
                All schedules
              </Link>
            }
          >
            <OverrideNotice schedule={schedule} reason={reason} />
            <Parts schedule={schedule} />
            <Suspense fallback={<Waiting />}>
              {address.dialog === 'edit-schedule' && (
                <LoadedDialog query={query} onClose={address.close}>
                  {(opened) => <EditSchedule schedule={opened} onClose={address.close} />}
                </LoadedDialog>
              )}
              {address.dialog === 'switch-schedule' && (
                <LoadedDialog query={query} onClose={address.close}>
                  {(opened) => <SwitchSchedule schedule={opened} onClose={address.close} />}
                </LoadedDialog>
              )}
            </Suspense>
          </Page>
        );
      }}
    </LoadedPage>
  );
}

function Parts({ schedule }: { schedule: Schedule }) {
  const { timezone } = useTenant();
  const now = useMinute();
  const today = dayAt(now, timezone);
  const [hour = 0, minute = 0] = wallTime(now, timezone).slice(11).split(':').map(Number);
  return (
    <>
      <Card title="The coming week">
        <WeekPicture days={pictureFrom(rulesOf(schedule), today)} now={{ day: today, minutes: hour * 60 + minute }} />
      </Card>
      <Columns>
        <Card title="Now">
          <Facts>
            <Fact name="State">
              <ScheduleState state={schedule.state} />
            </Fact>
            <Fact name="Phone code">{schedule.code ?? 'None'}</Fact>
            <Fact name="Timezone">{timezone.replaceAll('_', ' ')}</Fact>
            <Fact name="Used by">
              <UsedBy uses={schedule.uses} />
            </Fact>
          </Facts>
        </Card>
        <Card title="At another time">
          <TryTime schedule={schedule} />
        </Card>
      </Columns>
      <Card title="Holidays">
        <Holidays of={schedule.holidays} today={today} />
      </Card>
    </>
  );
}
