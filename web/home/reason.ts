import type { ReactNode } from 'react';

/** An issue that needs attention: title, why it matters, and links. */
export type Reason = { title: string; why: string; lines: ReactNode };
