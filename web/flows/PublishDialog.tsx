import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { Flow, PublishPreview } from '../../src/flows/contract.ts';
import { previewFlowPublish, publishFlow } from '../../src/flows/endpoints.ts';
import { errorText } from '../kit/session/api.ts';
import { useApiMutation } from '../kit/session/changes.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { Button } from '../ui/Button.tsx';
import { CancelButton, Dialog, DialogActions } from '../ui/Dialog.tsx';
import { TextareaField } from '../ui/fields.tsx';
import { LineList, Stack } from '../ui/layout.tsx';
import { NotLoaded } from '../ui/LoadError.tsx';
import { Notice } from '../ui/Notice.tsx';
import { plural } from '../ui/plural.ts';
import { changeText } from './change-words.ts';

const TESTS = { one: 'A test fails', other: '# tests fail' };
const people = new Intl.ListFormat('en-US');

type PublishDialogProps = {
  params: { tenantId: string; flowId: string };
  onPublished: (flow: Flow) => void;
  onClose: () => void;
};

/** Previews publishing and its obstacles, and asks for a note for the list of versions. */
export function PublishDialog({ params, onPublished, onClose }: PublishDialogProps) {
  const preview = useQuery({ ...apiQuery(previewFlowPublish, { params }), gcTime: 0 });
  const [note, setNote] = useState('');
  const [why, setWhy] = useState('');
  const publish = useApiMutation(publishFlow, { errors: 'shown', onSuccess: onPublished });
  const fault = errorText(publish.error);
  const { data } = preview;
  const failed = data?.tests.filter(({ passed }) => !passed) ?? [];
  const overrideReason = failed.length > 0 ? why.trim() : null;
  return (
    <Dialog title="Publish this call flow?" onClose={onClose} busy={publish.isPending}>
      {!data && <NotLoaded error={preview.error} again={preview.refetch} />}
      {data && (
        <Stack>
          {fault && (
            <Notice tone="error" alert>
              {fault}
            </Notice>
          )}
          <Preview of={data} />
          {failed.length > 0 && (
            <Notice tone="warning" title={plural(failed.length, TESTS)}>
              <LineList>
                {failed.map(({ id, name, message }) => (
                  <li key={id}>
                    “{name}”: {message}
                  </li>
                ))}
              </LineList>
            </Notice>
          )}
          {failed.length > 0 && (
            <TextareaField
              label="Why you’re publishing anyway"
              description="Shown in the list of versions and the audit log."
              value={why}
              rows={2}
              maxLength={500}
              onChange={setWhy}
            />
          )}
          {data.faults.length === 0 && (
            <TextareaField
              label="Note"
              description="Optional. Shown in the list of versions."
              value={note}
              rows={2}
              maxLength={500}
              onChange={setNote}
            />
          )}
        </Stack>
      )}
      <DialogActions>
        <CancelButton />
        <Button
          kind="primary"
          busy={publish.isPending}
          disabledReason={reasonOf(data) ?? (overrideReason === '' ? 'A test fails. Fix it, or give a reason.' : null)}
          onClick={() =>
            data &&
            publish.mutate({ params, body: { draft: data.draft, replaces: data.replaces, note, overrideReason } })
          }
        >
          {failed.length > 0 ? 'Publish anyway' : 'Publish'}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

function reasonOf(preview: PublishPreview | undefined): string | null {
  if (!preview) return 'Loading the changes.';
  return preview.faults.length > 0 ? 'Fix the problems above first.' : null;
}

function Preview({ of: { replaces, editors, changes, faults, warnings } }: { of: PublishPreview }) {
  if (faults.length > 0)
    return (
      <Notice tone="warning" title="It can’t be published yet">
        <LineList>
          {faults.map(({ flowId, nodeId, code, message }) => (
            <li key={`${flowId}/${nodeId}/${code}/${message}`}>{message}</li>
          ))}
        </LineList>
      </Notice>
    );
  const by = editors.length > 0 ? ` Changed by ${people.format(editors)}.` : '';
  return (
    <Stack>
      <LineList
        intro={`${replaces === null ? 'Calls can be sent to it from now on.' : `It replaces version ${replaces}. Calls in progress stay with that version.`}${by}`}
      >
        {changes.map((change) => (
          <li key={`${change.nodeId}/${change.change}`}>{changeText(change)}</li>
        ))}
      </LineList>
      {warnings.length > 0 && (
        <Notice title="Warnings">
          <LineList>
            {warnings.map(({ nodeId, code, message }) => (
              <li key={`${nodeId}/${code}/${message}`}>{message}</li>
            ))}
          </LineList>
        </Notice>
      )}
    </Stack>
  );
}
