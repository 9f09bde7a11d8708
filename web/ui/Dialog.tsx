import '@mantine/core/styles/CloseButton.css';
import '@mantine/core/styles/Overlay.css';
import '@mantine/core/styles/Paper.css';
import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Modal.css';
import { Modal } from '@mantine/core';
import { type ReactNode, useEffect, useState } from 'react';
import styles from './dialog.module.css';

type DialogProps = {
  title: string;
  /** A sentence under the title. */
  intro?: ReactNode;
  onClose: () => void;
  size?: 'small' | 'medium' | 'large';
  /** Nothing typed is lost by a click beside the dialog. */
  keepOpen?: boolean;
  /** Over all other dialogs. */
  above?: boolean;
  children: ReactNode;
};

const WIDTHS = { small: '27rem', medium: '38rem', large: '44rem' };

/** Gives the focus back to what opened the dialog; to the heading of the page where that is gone. */
function useFocusReturn(): void {
  const [opener] = useState(() => document.activeElement);
  useEffect(
    () => () => {
      const target = opener?.isConnected && opener !== document.body ? opener : document.querySelector('h1');
      if (target instanceof HTMLElement) target.focus({ preventScroll: true });
    },
    [opener],
  );
}

/** A modal dialog: focus goes in, stays in, and returns to where it was. Mounted only while it is open. */
export function Dialog({
  title,
  intro,
  onClose,
  size = 'medium',
  keepOpen = false,
  above = false,
  children,
}: DialogProps) {
  useFocusReturn();
  return (
    <Modal.Root
      opened
      returnFocus={false}
      onClose={onClose}
      size={WIDTHS[size]}
      // the lock is a <style> element made at run time, which the content policy refuses
      lockScroll={false}
      closeOnClickOutside={!keepOpen}
      zIndex={above ? 620 : 200}
      yOffset="7dvh"
      xOffset="1rem"
      transitionProps={{ duration: 0 }}
      classNames={{
        overlay: styles.overlay,
        content: styles.content,
        title: styles.title,
        close: styles.close,
        body: styles.body,
      }}
    >
      <Modal.Overlay />
      <Modal.Content>
        <div className={styles.header}>
          <div>
            <Modal.Title>{title}</Modal.Title>
            {intro && <p className={styles.intro}>{intro}</p>}
          </div>
          <Modal.CloseButton aria-label="Close" />
        </div>
        <Modal.Body>{children}</Modal.Body>
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
