import '@mantine/core/styles/CloseButton.css';
import '@mantine/core/styles/Overlay.css';
import '@mantine/core/styles/Paper.css';
import '@mantine/core/styles/ModalBase.css';
import '@mantine/core/styles/Modal.css';
import { Modal } from '@mantine/core';
import { type ReactNode, use, useCallback, useEffect, useState } from 'react';
import { Button } from './Button.tsx';
import { DialogContext, type FormState, type FormStates } from './dialog-state.ts';
import { useEscape } from './escape.ts';
import styles from './dialog.module.css';

type DialogProps = {
  title: string;
  /** A sentence under the title. */
  intro?: ReactNode;
  /** If omitted, only the dialog's own buttons close it. */
  onClose?: () => void;
  size?: 'small' | 'medium' | 'large';
  /** A click outside doesn't close the dialog. */
  keepOpen?: boolean;
  /** A request is running, so the dialog stays open until the response. */
  busy?: boolean;
  /** Shown above all other dialogs. */
  above?: boolean;
  children: ReactNode;
};

const WIDTHS = { small: '27rem', medium: '38rem', large: '44rem' };

/** What had the focus when the dialog in front opened, and then when the ones below or before it did. */
let openers: readonly (Element | null)[] = [];

/**
 * Returns the focus to the element that opened the dialog. A dialog that replaces another one, such as a form after its loading, was opened by what
 * opened the first. If none of them is left and nothing else has the focus, the page's heading gets it.
 */
function useFocusReturn(): void {
  const [chain] = useState(() => [document.activeElement, ...openers]);
  useEffect(() => {
    openers = chain;
    return () => {
      openers = chain.slice(1);
      const { body, activeElement } = document;
      const lost = activeElement === null || activeElement === body;
      const opener = chain.find((one) => one?.isConnected && one !== body);
      const target = opener ?? (lost && document.querySelector('h1'));
      if (target instanceof HTMLElement) target.focus({ preventScroll: true });
    };
  }, [chain]);
}

/** A modal dialog that traps the focus and returns it. Mounted only while it is open. */
export function Dialog({
  title,
  intro,
  onClose,
  size = 'medium',
  keepOpen = false,
  busy: waiting = false,
  above = false,
  children,
}: DialogProps) {
  const [forms, setForms] = useState<FormStates>({});
  const report = useCallback((id: string, state: FormState) => setForms((others) => ({ ...others, [id]: state })), []);
  const [asking, setAsking] = useState(false);
  const busy = waiting || Object.values(forms).some((form) => form.busy);
  const dirty = Object.values(forms).some((form) => form.dirty);
  const leave = () => !busy && onClose?.();
  /** Closing by Escape, the cross or a click outside may be a mistake, so ask about unsaved input. */
  const dismiss = () => (dirty && onClose && !busy ? setAsking(true) : leave());
  useFocusReturn();
  useEscape(dismiss, above);
  return (
    <DialogContext value={{ leave, busy, report }}>
      <Modal.Root
        opened
        returnFocus={false}
        onClose={dismiss}
        closeOnEscape={false}
        size={WIDTHS[size]}
        // the lock creates a <style> element at run time, which the content security policy refuses
        lockScroll={false}
        closeOnClickOutside={!keepOpen && Boolean(onClose)}
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
            {onClose && <Modal.CloseButton aria-label="Close" />}
          </div>
          <Modal.Body>{children}</Modal.Body>
        </Modal.Content>
      </Modal.Root>
      {asking && (
        <Dialog title="Discard what you typed?" size="small" above={above} onClose={() => setAsking(false)}>
          <p>It isn’t saved yet.</p>
          <DialogActions>
            <Button data-autofocus onClick={() => setAsking(false)}>
              Keep editing
            </Button>
            <Button kind="danger" onClick={onClose}>
              Discard
            </Button>
          </DialogActions>
        </Dialog>
      )}
    </DialogContext>
  );
}

/** Closes the dialog without saving, unless a request is running. */
export function CancelButton({ children = 'Cancel' }: { children?: ReactNode }) {
  const dialog = use(DialogContext);
  return (
    <Button
      // a field that loses the focus may show an error, which would move the button away before the click ends
      onMouseDown={(event) => event.preventDefault()}
      onClick={dialog?.leave}
      disabledReason={dialog?.busy ? 'Wait until this is done.' : null}
    >
      {children}
    </Button>
  );
}

/** The buttons at the end of a dialog, with the action last. */
export function DialogActions({ children, aside }: { children: ReactNode; aside?: ReactNode }) {
  return (
    <div className={styles.actions}>
      {aside && <div className={styles.aside}>{aside}</div>}
      {children}
    </div>
  );
}
