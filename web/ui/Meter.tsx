import styles from './meter.module.css';

type MeterProps = {
  label: string;
  /** From 0 to 1; more is shown as full. */
  share: number;
  /** The value as text; the colour and the length only repeat it. */
  text: string;
  tone: 'brand' | 'amber' | 'red';
};

/** How much of something is used. */
export const Meter = ({ label, share, text, tone }: MeterProps) => (
  <meter
    className={styles.meter}
    data-tone={tone}
    value={Math.min(1, share)}
    aria-label={label}
    aria-valuetext={text}
  />
);
