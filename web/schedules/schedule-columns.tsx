import { Link } from '@tanstack/react-router';
import type { Schedule } from '../../src/schedules/contract.ts';
import { UsedBy, usedReason } from '../kit/acts/UsedBy.tsx';
import { actionsColumn } from '../ui/actions-column.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { Muted, Row, Stack } from '../ui/layout.tsx';
import { hoursLabel } from './labels.ts';
import { pictureOfWeek, weekInWords } from './picture.ts';
import { ScheduleState } from './ScheduleState.tsx';
import { SmallWeek } from './WeekPicture.tsx';

type Acts = Record<'onSwitch' | 'onEdit' | 'onDelete', (schedule: Schedule) => void>;

export function columnsOf(tenantId: string, reason: string | null, acts: Acts): Column<Schedule>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      sortable: true,
      cell: ({ id, name, code }) => (
        <Stack gap="small">
          <Link to="/tenants/$tenantId/schedules/$scheduleId" params={{ tenantId, scheduleId: id }}>
            <strong>{name}</strong>
          </Link>
          {code !== null && <Muted>Code {code}</Muted>}
        </Stack>
      ),
    },
    { id: 'state', header: 'Now', cell: ({ state }) => <ScheduleState state={state} /> },
    { id: 'week', header: 'Week', wideOnly: true, cell: ({ week }) => <WeekCell week={week} /> },
    { id: 'uses', header: 'Used by', cell: ({ uses }) => <UsedBy uses={uses} /> },
    actionsColumn((schedule) => {
      const { name, state, uses } = schedule;
      const switching = state.open ? 'Close' : 'Open';
      return [
        {
          label: `${switching}…`,
          name: `${switching} ${name}`,
          disabledReason: reason,
          onClick: () => acts.onSwitch(schedule),
        },
        { label: 'Edit', name: `Edit ${name}`, disabledReason: reason, onClick: () => acts.onEdit(schedule) },
        {
          label: 'Delete',
          name: `Delete ${name}`,
          disabledReason: reason ?? usedReason(uses),
          onClick: () => acts.onDelete(schedule),
        },
      ];
    }),
  ];
}

function WeekCell({ week }: Pick<Schedule, 'week'>) {
  return (
    <Row tight>
      <SmallWeek days={pictureOfWeek(week)} />
      <div>
        {weekInWords(week, hoursLabel).map((line) => (
          <div key={line}>
            <Muted>{line}</Muted>
          </div>
        ))}
      </div>
    </Row>
  );
}
