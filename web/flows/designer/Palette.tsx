import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useState } from 'react';
import type { NodeKind } from '../../../src/flows/content/node-contract.ts';
import { NODE_KINDS } from '../../../src/flows/content/rules.ts';
import { IconButton } from '../../ui/Button.tsx';
import { KIND_HINTS, NODE_STYLES, PALETTE } from '../node-styles.ts';
import styles from './palette.module.css';

type PaletteProps = { onAdd: (kind: NodeKind) => void };

/** The kinds of steps. Dragging adds one to the canvas, and pressing adds one after the selected step. */
export function Palette({ onAdd }: PaletteProps) {
  const [open, setOpen] = useState(true);
  return (
    <aside className={styles.palette} aria-label="Steps to add" data-open={open || undefined}>
      <header className={styles.top}>
        {open && <h2>Add a step</h2>}
        <IconButton
          small
          label={open ? 'Hide the names' : 'Show the names'}
          icon={open ? <IconChevronLeft size={15} /> : <IconChevronRight size={15} />}
          onClick={() => setOpen(!open)}
        />
      </header>
      {PALETTE.map((group) => (
        <section key={group.name} aria-label={group.name}>
          {open && <h3 className={styles.heading}>{group.name}</h3>}
          {group.kinds.map((kind) => {
            const { tone, icon: Icon } = NODE_STYLES[kind];
            return (
              <button
                key={kind}
                type="button"
                className={styles.kind}
                data-tone={tone}
                draggable
                title={KIND_HINTS[kind]}
                aria-label={NODE_KINDS[kind].label}
                onDragStart={(event) => event.dataTransfer.setData('text/flow-step', kind)}
                onClick={() => onAdd(kind)}
              >
                <span className={styles.icon}>
                  <Icon size={16} stroke={2} aria-hidden />
                </span>
                {open && NODE_KINDS[kind].label}
              </button>
            );
          })}
        </section>
      ))}
    </aside>
  );
}
