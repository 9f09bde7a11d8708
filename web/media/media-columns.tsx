import type { Media } from '../../src/media/contract.ts';
import { getMediaAudio } from '../../src/media/endpoints.ts';
import { addressOf } from '../kit/session/call.ts';
import { actionsColumn } from '../ui/actions-column.tsx';
import { AudioPlayer } from '../ui/AudioPlayer.tsx';
import { Badge } from '../ui/Badge.tsx';
import type { Column } from '../ui/DataTable.tsx';
import { Muted, Row, Stack } from '../ui/layout.tsx';
import { playedBy } from './ChangeMedia.tsx';
import { FAILURE_LABELS, sourceLabel } from './media-labels.ts';

type Act = 'rename' | 'replace' | 'delete';
const ACTS: Record<Act, string> = { rename: 'Rename', replace: 'Replace', delete: 'Delete' };

export function columnsOf(
  tenantId: string,
  reason: string | null,
  open: (act: Act, media: Media) => void,
): Column<Media>[] {
  return [
    {
      id: 'name',
      header: 'Name',
      sortable: true,
      cell: (media) => (
        <Stack gap="small">
          <strong>{media.name}</strong>
          <Muted>{sourceLabel(media)}</Muted>
        </Stack>
      ),
    },
    { id: 'sound', header: 'Sound', cell: (media) => <SoundCell tenantId={tenantId} media={media} /> },
    { id: 'uses', header: 'Played by', cell: (media) => playedBy(media) ?? <Muted>Nothing yet</Muted> },
    actionsColumn((media) =>
      (['rename', 'replace', 'delete'] as const).map((act) => ({
        label: ACTS[act],
        name: `${ACTS[act]} ${media.name}`,
        disabledReason: reason ?? refusedNow(act, media),
        onClick: () => open(act, media),
      })),
    ),
  ];
}

const refusedNow = (act: Act, { state }: Media): string | null =>
  act === 'replace' && state === 'converting' ? 'It is still being converted.' : null;

function SoundCell({ tenantId, media }: { tenantId: string; media: Media }) {
  const { id, state, failure, seconds, hash, name } = media;
  const src = `${addressOf(getMediaAudio, { params: { tenantId, mediaId: id } })}#${hash}`;
  return (
    <Stack gap="small">
      {seconds !== null && <AudioPlayer key={hash} src={src} of={name} seconds={seconds} />}
      {state === 'converting' && (
        <Row tight>
          <Badge tone="blue">{seconds === null ? 'Converting' : 'Converting a new one'}</Badge>
        </Row>
      )}
      {failure !== null && (
        <>
          <Row tight>
            <Badge tone="red">{seconds === null ? 'Failed' : 'Replacement failed'}</Badge>
          </Row>
          <Muted>{FAILURE_LABELS[failure]}</Muted>
        </>
      )}
    </Stack>
  );
}
