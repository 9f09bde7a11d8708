import styles from './meter.module.css';

type MeterProps = {
  label: string;
  /** Of 1; what is above is shown as full. */
  share: number;
  /** What it says in words: the colour and the length only repeat it. */
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
