import type { ButtonHTMLAttributes, MouseEvent, ReactNode } from 'react';
import { useId } from 'react';
import { Tooltip } from './Tooltip.tsx';
import styles from './button.module.css';

export type ButtonKind = 'primary' | 'plain' | 'quiet' | 'danger';

export type ButtonProps = Omit<ButtonHTMLAttributes<HTMLButtonElement>, 'disabled' | 'className'> & {
  kind?: ButtonKind;
  small?: boolean;
  wide?: boolean;
  icon?: ReactNode;
  busy?: boolean;
  /** Why the button is disabled, which it shows. Null or undefined: it is enabled. */
  disabledReason?: string | null | undefined;
};

/** The CSS classes of a button, for links that look like one. */
export function buttonClass(kind: ButtonKind = 'plain', small = false): string {
  return [styles.button, styles[kind], small && styles.small].filter(Boolean).join(' ');
}

export function Button({ kind, small, wide, icon, busy, disabledReason, children, onClick, ...rest }: ButtonProps) {
  const reasonId = useId();
  const off = Boolean(disabledReason) || busy;
  const button = (
    <button
      type="button"
      {...rest}
      className={`${buttonClass(kind, small)} ${wide ? styles.wide : ''}`}
      aria-disabled={off || undefined}
      data-square={children === undefined || undefined}
      aria-busy={busy || undefined}
      aria-describedby={disabledReason ? reasonId : rest['aria-describedby']}
      onClick={(event: MouseEvent<HTMLButtonElement>) => (off ? event.preventDefault() : onClick?.(event))}
    >
      {busy ? <span className={styles.spinner} aria-hidden /> : icon}
      {children}
    </button>
  );
  if (!disabledReason) return button;
  return (
    <>
      <Tooltip text={disabledReason}>{button}</Tooltip>
      <span id={reasonId} className="visually-hidden">
        {disabledReason}
      </span>
    </>
  );
}

/** A button that shows only an icon. `label` is its accessible name and tooltip. */
export function IconButton({
  label,
  disabledReason,
  ...rest
}: Omit<ButtonProps, 'children'> & { label: string; icon: ReactNode }) {
  const button = <Button kind="quiet" {...rest} disabledReason={disabledReason} aria-label={label} />;
  return disabledReason ? button : <Tooltip text={label}>{button}</Tooltip>;
}
