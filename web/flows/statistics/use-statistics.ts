import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import { getFlowStatistics } from '../../../src/flows/statistics/endpoints.ts';
import { apiQuery } from '../../kit/session/queries.ts';
import { callsByExit } from './counts.ts';

/** The periods to choose from, in days up to today. */
export const PERIODS = [
  { value: '0', label: 'Hide calls' },
  { value: '1', label: 'Today' },
  { value: '7', label: '7 days' },
  { value: '30', label: '30 days' },
  { value: '90', label: '90 days' },
] as const;
export type Period = (typeof PERIODS)[number]['value'];

/** The statistics of the flow in the chosen period. */
export function useStatistics(params: { tenantId: string; flowId: string }) {
  const [period, setPeriod] = useState<Period>('0');
  const { data, error, isFetching, refetch } = useQuery({
    ...apiQuery(getFlowStatistics, { params, query: { days: Number(period) } }),
    enabled: period !== '0',
    placeholderData: keepPreviousData,
  });
  const statistics = period === '0' ? undefined : data;
  const calls = useMemo(() => (statistics ? callsByExit(statistics.exits) : null), [statistics]);
  return { period, setPeriod, statistics, calls, error: period === '0' ? null : error, isFetching, refetch };
}
