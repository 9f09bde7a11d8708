import { IconAlertTriangle, IconCheck, IconX } from '@tabler/icons-react';
import { useEffect, useSyncExternalStore } from 'react';
import { type Toast, withToast } from './shown-toasts.ts';
import styles from './toast.module.css';

const SHOWN_MS = { good: 6000, bad: 15_000 };
let toasts: readonly Toast[] = [];
let last = 0;
const listeners = new Set<() => void>();

function change(next: readonly Toast[]): void {
  toasts = next;
  for (const listener of listeners) listener();
}
const add = (toast: Omit<Toast, 'id'>) => change(withToast(toasts, { ...toast, id: ++last }));
const drop = (id: number) => change(toasts.filter((toast) => toast.id !== id));

/** A message in a corner of the window. */
export const toast = {
  /** Reports a success. */
  success: (message: string, title: string): void => add({ tone: 'good', title, message }),
  /** Reports a failure, for longer. */
  error: (message: string, title = 'Something went wrong'): void => add({ tone: 'bad', title, message }),
};

export function Toasts() {
  const shown = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => toasts,
  );
  // the live regions always exist, because screen readers only watch existing ones
  return (
    <div className={styles.corner}>
      <output>{shown.map((toast) => toast.tone === 'good' && <Message key={toast.id} toast={toast} />)}</output>
      <div role="alert">{shown.map((toast) => toast.tone === 'bad' && <Message key={toast.id} toast={toast} />)}</div>
    </div>
  );
}

function Message({ toast }: { toast: Toast }) {
  useEffect(() => {
    const timer = setTimeout(() => drop(toast.id), SHOWN_MS[toast.tone]);
    return () => clearTimeout(timer);
  }, [toast]);
  const Icon = toast.tone === 'good' ? IconCheck : IconAlertTriangle;
  return (
    <div className={styles.toast} data-tone={toast.tone}>
      <Icon size={18} stroke={2.2} aria-hidden />
      <div className={styles.words}>
        <p className={styles.title}>{toast.title}</p>
        <p>{toast.message}</p>
      </div>
      <button type="button" className={styles.close} aria-label="Close message" onClick={() => drop(toast.id)}>
        <IconX size={16} aria-hidden />
      </button>
    </div>
  );
}
