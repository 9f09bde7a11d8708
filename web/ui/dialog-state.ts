import { createContext, use, useEffect } from 'react';

type FormState = { busy: boolean; dirty: boolean };
export const IDLE: FormState = { busy: false, dirty: false };

type DialogState = { leave: () => void; busy: boolean; report: (state: FormState) => void };
export const DialogContext = createContext<DialogState | null>(null);

/** Reports a form's state to the dialog around it. Returns whether there is one. */
export function useDialogForm({ busy, dirty }: FormState): boolean {
  const report = use(DialogContext)?.report;
  useEffect(() => {
    report?.({ busy, dirty });
    return () => report?.(IDLE);
  }, [report, busy, dirty]);
  return report !== undefined;
}
