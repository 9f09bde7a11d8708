import { IconX } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { IconButton } from '../../ui/Button.tsx';
import styles from './tool-panel.module.css';

type ToolPanelProps = { title: string; hint: string; onClose: () => void; children: ReactNode };

/** A panel beside the canvas, such as the test run or the versions. */
export function ToolPanel({ title, hint, onClose, children }: ToolPanelProps) {
  return (
    <section className={styles.panel} aria-label={title}>
      <header className={styles.header}>
        <div>
          <h2>{title}</h2>
          <p>{hint}</p>
        </div>
        <IconButton small label={`Close the ${title.toLowerCase()}`} icon={<IconX size={16} />} onClick={onClose} />
      </header>
      {children}
    </section>
  );
}
