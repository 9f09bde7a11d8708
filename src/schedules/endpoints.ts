import { objectUseErrors } from '../object-uses/contract.ts';
import { endpoint } from '../platform/http/endpoint.ts';
import { pickErrors } from '../platform/http/errors.ts';
import {
  OverrideInput,
  Schedule,
  ScheduleCreate,
  scheduleErrors,
  ScheduleList,
  SchedulePatch,
  ScheduleQuery,
} from './contract.ts';

export const listSchedules = endpoint({
  id: 'listSchedules',
  method: 'GET',
  path: '/tenants/{tenantId}/schedules',
  scope: 'tenant',
  permission: 'schedules.read',
  summary: 'List schedules',
  description: 'The tenant’s schedules, each with whether it is open now and why.',
  query: ScheduleQuery,
  response: ScheduleList,
});

export const createSchedule = endpoint({
  id: 'createSchedule',
  method: 'POST',
  path: '/tenants/{tenantId}/schedules',
  scope: 'tenant',
  permission: 'schedules.write',
  summary: 'Add a schedule',
  description: 'Times are those of the tenant’s clock, and move with its time zone.',
  body: ScheduleCreate,
  response: Schedule,
  status: 201,
  errors: pickErrors(scheduleErrors, 'schedule_code_taken', 'too_many_schedules'),
});

export const getSchedule = endpoint({
  id: 'getSchedule',
  method: 'GET',
  path: '/tenants/{tenantId}/schedules/{scheduleId}',
  scope: 'tenant',
  permission: 'schedules.read',
  summary: 'Get a schedule',
  description: 'Returns one schedule of the tenant, and whether it is open now.',
  response: Schedule,
});

export const editSchedule = endpoint({
  id: 'editSchedule',
  method: 'PATCH',
  path: '/tenants/{tenantId}/schedules/{scheduleId}',
  scope: 'tenant',
  permission: 'schedules.write',
  summary: 'Change a schedule',
  description: 'Changes apply to the next call that asks it. `holidays` replaces all holidays.',
  body: SchedulePatch,
  response: Schedule,
  headers: ['If-Match'],
  errors: pickErrors(scheduleErrors, 'schedule_code_taken'),
});

export const deleteSchedule = endpoint({
  id: 'deleteSchedule',
  method: 'DELETE',
  path: '/tenants/{tenantId}/schedules/{scheduleId}',
  scope: 'tenant',
  permission: 'schedules.write',
  summary: 'Delete a schedule',
  description: 'Deletes the schedule. Refused while a call flow uses it.',
  headers: ['If-Match'],
  errors: objectUseErrors,
});

export const overrideSchedule = endpoint({
  id: 'overrideSchedule',
  method: 'PUT',
  path: '/tenants/{tenantId}/schedules/{scheduleId}/override',
  scope: 'tenant',
  permission: 'schedules.write',
  summary: 'Open or close a schedule until a time',
  description: 'Opens or closes the schedule regardless of its hours, until a time or the next change of hours.',
  body: OverrideInput,
  response: Schedule,
  headers: ['If-Match'],
});

export const endScheduleOverride = endpoint({
  id: 'endScheduleOverride',
  method: 'DELETE',
  path: '/tenants/{tenantId}/schedules/{scheduleId}/override',
  scope: 'tenant',
  permission: 'schedules.write',
  summary: 'Let a schedule’s hours decide again',
  description: 'Ends an override before its time. Nothing changes if there is none.',
  headers: ['If-Match'],
});
