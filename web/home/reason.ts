import type { ReactNode } from 'react';

/** Something to look at soon: what it is, why it matters, and where to go. */
export type Reason = { title: string; why: string; lines: ReactNode };
