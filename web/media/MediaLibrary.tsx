import { IconMusic, IconUpload } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import type { Media } from '../../src/media/contract.ts';
import { deleteMedia } from '../../src/media/endpoints.ts';
import { ConfirmDialog } from '../kit/acts/ConfirmDialog.tsx';
import { ListPage } from '../kit/lists/ListPage.tsx';
import { LoadedDialog } from '../kit/pages/LoadedDialog.tsx';
import { useChange } from '../kit/session/changes.ts';
import { useTenant, useTenantReason, useTitleEnd } from '../kit/session/tenant-context.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { Button } from '../ui/Button.tsx';
import { Row } from '../ui/layout.tsx';
import { Empty, Page } from '../ui/Page.tsx';
import { toast } from '../ui/toast.tsx';
import { SpeakMedia, UploadMedia } from './AddMedia.tsx';
import { playedBy, RenameMedia, ReplaceMedia } from './ChangeMedia.tsx';
import { columnsOf } from './media-columns.tsx';
import { mediaList, mediaOptions } from './queries.ts';
import { RecordMedia } from './RecordMedia.tsx';

const route = getRouteApi('/authenticated/tenants/$tenantId/media');

type Opened = { dialog: 'upload' | 'speak' | 'record' } | { dialog: 'rename' | 'replace' | 'delete'; media: Media };

/** The dialogs that depend on what the server can convert and speak. */
const NEEDS_OPTIONS: ReadonlySet<Opened['dialog']> = new Set(['upload', 'speak', 'replace']);

/** How often to poll a sound that is being converted. */
const LOOK_AGAIN_MS = 3000;

export function MediaLibrary() {
  const tenant = useTenant();
  const reason = useTenantReason('media.write');
  const [opened, setOpened] = useState<Opened | null>(null);
  const list = mediaList(tenant.id, route.useSearch());
  const { data: sounds } = useQuery(list.query);
  const { data: options } = useQuery(mediaOptions(tenant.id));
  const close = () => setOpened(null);
  const isConverting = sounds?.items.some(({ state }) => state === 'converting') ?? false;
  const unable = options && !options.voice ? 'This installation has no voice.' : null;
  const add = (
    <Row tight>
      <Button disabledReason={reason ?? unable} onClick={() => setOpened({ dialog: 'speak' })}>
        Speak a text
      </Button>
      <Button disabledReason={reason} onClick={() => setOpened({ dialog: 'record' })}>
        Record by phone
      </Button>
      <Button
        kind="primary"
        icon={<IconUpload size={17} aria-hidden />}
        disabledReason={reason}
        onClick={() => setOpened({ dialog: 'upload' })}
      >
        Upload a sound
      </Button>
    </Row>
  );
  return (
    <Page
      title="Media"
      intro="Sounds that callers hear: in call flows, on hold, and before a recording."
      brand={useTitleEnd()}
      actions={add}
    >
      <ListPage
        {...list}
        label="Media"
        noun={NOUNS.sound}
        columns={columnsOf(tenant.id, reason, (dialog, media) => setOpened({ dialog, media }))}
        defaultSort="name"
        searchHint="Search by name"
        {...(isConverting && { refetchInterval: LOOK_AGAIN_MS })}
        empty={
          <Empty icon={<IconMusic size={22} />} title="No sounds yet" action={add}>
            Upload a recording, record one by phone, or have a text spoken. Call flows play it to callers, and it can be
            the hold music.
          </Empty>
        }
      />
      {opened && NEEDS_OPTIONS.has(opened.dialog) && (
        <LoadedDialog query={mediaOptions(tenant.id)} onClose={close}>
          {(loaded) => (
            <>
              {opened.dialog === 'upload' && <UploadMedia options={loaded} onClose={close} />}
              {opened.dialog === 'speak' && <SpeakMedia options={loaded} onClose={close} />}
              {opened.dialog === 'replace' && <ReplaceMedia media={opened.media} options={loaded} onClose={close} />}
            </>
          )}
        </LoadedDialog>
      )}
      {opened?.dialog === 'record' && <RecordMedia onClose={close} />}
      {opened?.dialog === 'rename' && <RenameMedia media={opened.media} onClose={close} />}
      {opened?.dialog === 'delete' && <DeleteMedia media={opened.media} onClose={close} />}
    </Page>
  );
}

function DeleteMedia({ media, onClose }: { media: Media; onClose: () => void }) {
  const tenant = useTenant();
  const change = useChange();
  const names = playedBy(media);
  const remove = async (version: number) => {
    await change(deleteMedia, { params: { tenantId: tenant.id, mediaId: media.id }, ifMatch: version });
    toast.success('Calls that are playing it now play it to the end.', `${media.name} deleted`);
  };
  return (
    <ConfirmDialog
      title={`Delete ${media.name}?`}
      verb="Delete sound"
      version={media.version}
      act={remove}
      onClose={onClose}
    >
      {names === null ? (
        <p>Nothing plays it now.</p>
      ) : (
        <>
          <p>
            {names} {media.uses.length > 1 ? 'play' : 'plays'} it.
          </p>
          {media.uses.some(({ kind }) => kind === 'flow') && (
            <p>A published call flow still plays it. Choose another one before you publish it again.</p>
          )}
          {media.uses.some(({ kind }) => kind === 'hold_music') && <p>The hold music becomes the packaged one.</p>}
          {media.uses.some(({ kind }) => kind === 'recording_announcement') && (
            <p>The recording announcement becomes the packaged one.</p>
          )}
        </>
      )}
    </ConfirmDialog>
  );
}
