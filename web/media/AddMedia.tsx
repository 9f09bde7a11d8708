import { useState } from 'react';
import { type MediaOptions, MediaSpeech, MediaUploadQuery } from '../../src/media/contract.ts';
import { speakMedia, uploadMedia } from '../../src/media/endpoints.ts';
import { Form, TextareaInput, TextInput, useApiForm } from '../kit/forms/form.tsx';
import { FormDialog } from '../kit/forms/FormDialog.tsx';
import { useChange } from '../kit/session/changes.ts';
import { useTenantId } from '../kit/session/tenant-context.ts';
import { Button } from '../ui/Button.tsx';
import { CancelButton, Dialog, DialogActions } from '../ui/Dialog.tsx';
import { toast } from '../ui/toast.tsx';
import { toUpload, FileInput } from './FileInput.tsx';

type AddProps = { options: MediaOptions; onClose: () => void };

const FIELD_OF_CODE = { media_name_taken: 'name' };
const added = ({ name }: { name: string }) => toast.success('It is being converted for phones.', `${name} added`);

export function UploadMedia({ options, onClose }: AddProps) {
  const tenantId = useTenantId();
  const change = useChange();
  const [file, setFile] = useState<File | null>(null);
  const form = useApiForm({
    schema: MediaUploadQuery,
    values: { name: '' },
    send: async (query, key) => {
      if (!file) throw new Error('Choose a file.');
      return change(uploadMedia, { params: { tenantId }, query, body: toUpload(file), key });
    },
    done: (media) => {
      added(media);
      onClose();
    },
    fieldOfCode: FIELD_OF_CODE,
    mode: 'onSubmit',
  });
  const choose = (chosen: File) => {
    setFile(chosen);
    if (form.form.getValues('name') === '') form.form.setValue('name', chosen.name.replace(/\.\w+$/, '').slice(0, 100));
  };
  return (
    <Dialog title="Upload a sound" onClose={onClose} keepOpen>
      <Form of={form} label="Upload a sound">
        <FileInput options={options} file={file} onChoose={choose} />
        <TextInput name="name" label="Name" maxLength={100} description="Such as Welcome." />
        <DialogActions>
          <CancelButton />
          <Button type="submit" kind="primary" busy={form.busy} disabledReason={file ? null : 'Choose a file first.'}>
            Upload
          </Button>
        </DialogActions>
      </Form>
    </Dialog>
  );
}

export function SpeakMedia({ options, onClose }: AddProps) {
  const tenantId = useTenantId();
  const change = useChange();
  const form = useApiForm({
    schema: MediaSpeech,
    values: { name: '', text: '' },
    send: (body, key) => change(speakMedia, { params: { tenantId }, body, key }),
    done: (media) => {
      added(media);
      onClose();
    },
    fieldOfCode: FIELD_OF_CODE,
    mode: 'onSubmit',
  });
  return (
    <FormDialog
      title="Speak a text"
      intro={voiceHint(options)}
      onClose={onClose}
      of={form}
      label="Speak a text"
      verb="Speak"
    >
      <TextInput name="name" label="Name" maxLength={100} autoFocus description="Such as Welcome." />
      <TextareaInput name="text" label="Text" rows={5} description="At most 1,000 characters." />
    </FormDialog>
  );
}

export const voiceHint = ({ voice }: MediaOptions): string =>
  voice === 'packaged' ? 'The packaged voice speaks it, in English.' : 'The speech service speaks it.';
