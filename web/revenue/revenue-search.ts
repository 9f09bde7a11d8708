import { compact, type Raw } from '../kit/lists/search.ts';

export type RevenueSearch = { month?: string | undefined };

const MONTH = /^20\d\d-(0[1-9]|1[0-2])$/;

export const readRevenueSearch = ({ month }: Raw): RevenueSearch =>
  compact({ month: typeof month === 'string' && MONTH.test(month) ? month : undefined });
