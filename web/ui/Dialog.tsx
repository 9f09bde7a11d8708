import '@mantine/core/styles/CloseButton.css';
import '@mantine/core/styles/Overlay.css';
import '@mantine/core/styles/Paper.css';
import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Modal.css';
import { Modal } from '@mantine/core';
import type { ReactNode } from 'react';
import styles from './dialog.module.css';

type DialogProps = {
  title: string;
  /** A sentence under the title. */
  intro?: ReactNode;
  onClose: () => void;
  size?: 'small' | 'medium' | 'large';
  /** Nothing typed is lost by a click beside the dialog. */
  keepOpen?: boolean;
  children: ReactNode;
};

const WIDTHS = { small: '27rem', medium: '35rem', large: '44rem' };

/** A modal dialog: focus goes in, stays in, and returns to where it was. Mounted only while it is open. */
export function Dialog({ title, intro, onClose, size = 'medium', keepOpen = false, children }: DialogProps) {
  return (
    <Modal.Root
      opened
      onClose={onClose}
      size={WIDTHS[size]}
      // the kit's own lock writes a <style> element; theme.css holds the page still instead
      lockScroll={false}
      closeOnClickOutside={!keepOpen}
      yOffset="7dvh"
      xOffset="1rem"
      transitionProps={{ duration: 0 }}
    >
      <Modal.Overlay className={styles.overlay} />
      <Modal.Content className={styles.content}>
        <Modal.Header className={styles.header}>
          <div>
            <Modal.Title className={styles.title}>{title}</Modal.Title>
            {intro && <p className={styles.intro}>{intro}</p>}
          </div>
          <Modal.CloseButton aria-label="Close" className={styles.close} />
        </Modal.Header>
        <Modal.Body className={styles.body}>{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

/** The buttons at the end of a dialog: the act last. */
export function DialogActions({ children, aside }: { children: ReactNode; aside?: ReactNode }) {
  return (
    <div className={styles.actions}>
      {aside && <div className={styles.aside}>{aside}</div>}
      {children}
    </div>
  );
}
