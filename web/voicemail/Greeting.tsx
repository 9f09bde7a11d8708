import { useQuery } from '@tanstack/react-query';
import { type ChangeEvent, useRef, useState } from 'react';
import { type Mailbox, MAX_GREETING_BYTES } from '../../src/voicemail/contract.ts';
import { deleteGreeting, getGreeting, getMailbox, putGreeting } from '../../src/voicemail/endpoints.ts';
import { ConfirmDialog } from '../kit/acts/ConfirmDialog.tsx';
import { errorText } from '../kit/session/api.ts';
import { addressOf } from '../kit/session/call.ts';
import { useApiMutation, useChange } from '../kit/session/changes.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { useTenantId } from '../kit/session/tenant-context.ts';
import { AudioPlayer } from '../ui/AudioPlayer.tsx';
import { Button } from '../ui/Button.tsx';
import { Muted, Row, Stack } from '../ui/layout.tsx';
import { Notice } from '../ui/Notice.tsx';
import { sizeLabel } from '../ui/size-labels.ts';
import styles from './greeting.module.css';

/** The greeting before the tone: the standard one or the tenant's own file. It is saved separately from the form around it. */
export function Greeting({ mailbox }: { mailbox: Mailbox }) {
  const params = { tenantId: useTenantId(), mailboxId: mailbox.id };
  const { data: now = mailbox } = useQuery(apiQuery(getMailbox, { params }));
  const chooser = useRef<HTMLInputElement>(null);
  const change = useChange();
  const [fault, setFault] = useState<string | null>(null);
  const [deleting, setDeleting] = useState(false);
  const upload = useApiMutation(putGreeting, { errors: 'shown' });
  const problem = fault ?? errorText(upload.error);

  function choose({ currentTarget }: ChangeEvent<HTMLInputElement>) {
    const file = currentTarget.files?.item(0);
    // so that the same file can be chosen again
    currentTarget.value = '';
    if (!file) return;
    if (file.size > MAX_GREETING_BYTES) {
      setFault(`This file is too large. At most ${sizeLabel(MAX_GREETING_BYTES)} can be sent.`);
      return;
    }
    setFault(null);
    upload.mutate({ params, body: file });
  }
  return (
    <fieldset className={styles.greeting}>
      <legend>Greeting</legend>
      <Stack gap="small">
        {problem && (
          <Notice tone="error" alert>
            {problem}
          </Notice>
        )}
        {now.hasGreeting ? (
          <AudioPlayer
            key={now.version}
            src={`${addressOf(getGreeting, { params })}#${now.version}`}
            of="greeting"
            seconds={0}
          />
        ) : (
          <Muted>Callers hear “Nobody can take your call right now. Please leave a message after the tone.”</Muted>
        )}
        <Row tight>
          <input ref={chooser} type="file" accept=".wav,audio/wav" hidden aria-hidden tabIndex={-1} onChange={choose} />
          <Button small busy={upload.isPending} onClick={() => chooser.current?.click()}>
            Upload a WAV file
          </Button>
          {now.hasGreeting && (
            <Button small kind="quiet" onClick={() => setDeleting(true)}>
              Use the standard greeting
            </Button>
          )}
        </Row>
        <Muted>It can also be recorded by phone: dial *97 and press 3.</Muted>
      </Stack>
      {deleting && (
        <ConfirmDialog
          title="Use the standard greeting?"
          verb="Delete this greeting"
          act={async () => {
            await change(deleteGreeting, { params });
          }}
          onClose={() => setDeleting(false)}
        >
          <p>The present greeting is deleted. Callers hear the standard one from the next call on.</p>
        </ConfirmDialog>
      )}
    </fieldset>
  );
}
