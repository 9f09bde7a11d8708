import { useState } from 'react';
import { type Media, type MediaOptions, MediaPatch, MediaText } from '../../src/media/contract.ts';
import { renameMedia, replaceMediaByFile, replaceMediaByText } from '../../src/media/endpoints.ts';
import { Form, TextareaInput, TextInput, useApiForm } from '../kit/forms/form.tsx';
import { FormDialog } from '../kit/forms/FormDialog.tsx';
import { useChange } from '../kit/session/changes.ts';
import { useTenantId } from '../kit/session/tenant-context.ts';
import { Button } from '../ui/Button.tsx';
import { CancelButton, Dialog, DialogActions } from '../ui/Dialog.tsx';
import { toast } from '../ui/toast.tsx';
import { voiceHint } from './AddMedia.tsx';
import { toUpload, FileInput } from './FileInput.tsx';

type ChangeProps = { media: Media; onClose: () => void };

export function RenameMedia({ media, onClose }: ChangeProps) {
  const params = { tenantId: useTenantId(), mediaId: media.id };
  const change = useChange();
  const form = useApiForm({
    schema: MediaPatch,
    values: { name: media.name },
    send: (body) => change(renameMedia, { params, body, ifMatch: media.version }),
    done: ({ name }) => {
      toast.success('The sound stays as it is.', `${name} renamed`);
      onClose();
    },
    fieldOfCode: { media_name_taken: 'name' },
  });
  return (
    <FormDialog title={`Rename ${media.name}`} onClose={onClose} size="small" of={form} label="Rename" verb="Rename">
      <TextInput name="name" label="Name" maxLength={100} autoFocus />
    </FormDialog>
  );
}

/** A spoken text is replaced by another text, anything else by a file. */
export function ReplaceMedia({ options, ...props }: ChangeProps & { options: MediaOptions }) {
  return props.media.source === 'speech' ? (
    <ReplaceText {...props} options={options} />
  ) : (
    <ReplaceFile {...props} options={options} />
  );
}

const list = new Intl.ListFormat('en-US');

/** Describes the uses of a sound before it is replaced or deleted; null if there are none. */
export const playedBy = ({ uses }: Pick<Media, 'uses'>): string | null =>
  uses.length > 0 ? list.format(uses.map(({ name }) => name)) : null;

function PlayedBy({ media }: { media: Media }) {
  const names = playedBy(media);
  if (names === null) return <p>Nothing plays it now.</p>;
  return <p>{names} will play the new sound once published again. Published flows still play the old one.</p>;
}

const replaced = ({ name }: { name: string }) =>
  toast.success('The old sound plays until the new one is converted.', `${name} is being replaced`);

function ReplaceFile({ media, options, onClose }: ChangeProps & { options: MediaOptions }) {
  const params = { tenantId: useTenantId(), mediaId: media.id };
  const change = useChange();
  const [file, setFile] = useState<File | null>(null);
  const form = useApiForm({
    schema: MediaPatch,
    values: {},
    send: async () => {
      if (!file) throw new Error('Choose a file.');
      return change(replaceMediaByFile, { params, body: toUpload(file), ifMatch: media.version });
    },
    done: (after) => {
      replaced(after);
      onClose();
    },
  });
  return (
    <Dialog title={`Replace ${media.name}`} onClose={onClose} keepOpen>
      <Form of={form} label="Replace">
        <PlayedBy media={media} />
        <FileInput options={options} file={file} onChoose={setFile} />
        <DialogActions>
          <CancelButton />
          <Button type="submit" kind="primary" busy={form.busy} disabledReason={file ? null : 'Choose a file first.'}>
            Replace
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}

function ReplaceText({ media, options, onClose }: ChangeProps & { options: MediaOptions }) {
  const params = { tenantId: useTenantId(), mediaId: media.id };
  const change = useChange();
  const form = useApiForm({
    schema: MediaText,
    values: { text: media.text ?? '' },
    send: (body) => change(replaceMediaByText, { params, body, ifMatch: media.version }),
    done: (after) => {
      replaced(after);
      onClose();
    },
  });
  return (
    <FormDialog
      title={`Replace ${media.name}`}
      intro={voiceHint(options)}
      onClose={onClose}
      of={form}
      label="Replace"
      verb="Replace"
    >
      <PlayedBy media={media} />
      <TextareaInput name="text" label="Text" rows={5} description="At most 1,000 characters." />
    </FormDialog>
  );
}
