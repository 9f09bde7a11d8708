import { type ChangeEvent, useRef, useState } from 'react';
import { MAX_MEDIA_BYTES, type MediaOptions } from '../../src/media/contract.ts';
import { Button } from '../ui/Button.tsx';
import { Muted, Row, Stack } from '../ui/layout.tsx';
import { Notice } from '../ui/Notice.tsx';
import { acceptedFiles, uploadHint } from './media-labels.ts';

type FileInputProps = { options: MediaOptions; file: File | null; onChoose: (file: File) => void };

/** Chooses a sound file. The server detects its format. */
export function FileInput({ options, file, onChoose }: FileInputProps) {
  const chooser = useRef<HTMLInputElement>(null);
  const [fault, setFault] = useState<string | null>(null);
  function choose({ currentTarget }: ChangeEvent<HTMLInputElement>) {
    const chosen = currentTarget.files?.item(0);
    // so that the same file can be chosen again
    currentTarget.value = '';
    if (!chosen) return;
    if (chosen.size > MAX_MEDIA_BYTES) return setFault('This file is too large. At most 50 MB can be sent.');
    setFault(null);
    onChoose(chosen);
  }
  return (
    <Stack gap="small">
      {fault && (
        <Notice tone="error" alert>
          {fault}
        </Notice>
      )}
      <Row tight>
        <input
          ref={chooser}
          type="file"
          accept={acceptedFiles(options)}
          hidden
          aria-hidden
          tabIndex={-1}
          onChange={choose}
        />
        <Button small onClick={() => chooser.current?.click()}>
          {file ? 'Choose another file' : 'Choose a file'}
        </Button>
        {file && <strong>{file.name}</strong>}
      </Row>
      <Muted>{uploadHint(options)}</Muted>
    </Stack>
  );
}

/** The file as it is sent: without its type, so that the server detects it. */
export const toUpload = (file: File): Blob => new Blob([file], { type: 'application/octet-stream' });
