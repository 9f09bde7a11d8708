import { IconAlertTriangle, IconCircleX, IconInfoCircle } from '@tabler/icons-react';
import { type ReactNode, useEffect, useRef } from 'react';
import styles from './notice.module.css';

const ICONS = { info: IconInfoCircle, warning: IconAlertTriangle, error: IconCircleX };

type NoticeProps = {
  tone?: keyof typeof ICONS;
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  alert?: boolean;
  /** Scrolls into view and takes the focus when it appears, because the pressed button may be far below. */
  comesForward?: boolean;
};

/** Something to know before continuing. With `alert`, a screen reader reads it as soon as it appears. */
export function Notice({ tone = 'info', title, children, action, alert, comesForward = false }: NoticeProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!comesForward) return;
    box.current?.focus({ preventScroll: true });
    box.current?.scrollIntoView({ block: 'center' });
  }, [comesForward]);
  const Icon = ICONS[tone];
  return (
    <div
      ref={box}
      className={styles.notice}
      data-tone={tone}
      role={alert ? 'alert' : undefined}
      tabIndex={comesForward ? -1 : undefined}
    >
      <Icon size={18} stroke={2} className={styles.icon} aria-hidden />
      <div className={styles.words}>
        {title && <p className={styles.title}>{title}</p>}
        {children && <div>{children}</div>}
      </div>
      {action}
    </div>
  );
}
