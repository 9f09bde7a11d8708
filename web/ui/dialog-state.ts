import { createContext, use, useEffect, useId } from 'react';

export type FormState = { busy: boolean; dirty: boolean };
/** The states of the forms in a dialog, by their ids. */
export type FormStates = Readonly<Record<string, FormState>>;

type DialogState = { leave: () => void; busy: boolean; report: (id: string, state: FormState) => void };
export const DialogContext = createContext<DialogState | null>(null);

/** Reports a form's state to the dialog around it. Returns whether there is one. */
export function useDialogForm({ busy, dirty }: FormState): boolean {
  const id = useId();
  const report = use(DialogContext)?.report;
  useEffect(() => {
    report?.(id, { busy, dirty });
    return () => report?.(id, { busy: false, dirty: false });
  }, [report, id, busy, dirty]);
  return report !== undefined;
}
