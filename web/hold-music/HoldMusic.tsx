import { type HoldMusic as Music, HoldMusicPut } from '../../src/hold-music/contract.ts';
import { getHoldMusic, putHoldMusic } from '../../src/hold-music/endpoints.ts';
import { useEdit } from '../kit/forms/edit.ts';
import { EditForm, SaveButton } from '../kit/forms/EditForm.tsx';
import type { EditedFields } from '../kit/forms/merge.ts';
import { MediaInput } from '../kit/inputs/choices/MediaInput.tsx';
import { LoadedCard } from '../kit/pages/LoadedCard.tsx';
import { call } from '../kit/session/call.ts';
import { useChange } from '../kit/session/changes.ts';
import { apiQuery } from '../kit/session/queries.ts';
import { useTenantId, useTenantReason } from '../kit/session/tenant-context.ts';
import { Row } from '../ui/layout.tsx';
import { toast } from '../ui/toast.tsx';

export function HoldMusic() {
  const query = apiQuery(getHoldMusic, { params: { tenantId: useTenantId() } });
  return (
    <LoadedCard query={query} title="Hold music" failed="Couldn’t load the hold music">
      {(music) => <MusicForm music={music} />}
    </LoadedCard>
  );
}

const fields: EditedFields = { mediaId: { name: 'Hold music', words: () => 'another sound' } };
const formOf = ({ mediaId }: Music) => ({ mediaId });

function MusicForm({ music }: { music: Music }) {
  const params = { tenantId: useTenantId() };
  const change = useChange();
  const reason = useTenantReason('media.write');
  const edit = useEdit({
    item: music,
    formOf,
    schema: () => HoldMusicPut.pick({ mediaId: true }),
    fields,
    load: () => call(getHoldMusic, { params }),
    save: async (body, base) => {
      const saved = await change(putHoldMusic, { params, body, ifMatch: base.version });
      toast.success('Callers hear it the next time they’re put on hold.', 'Hold music saved');
      return saved;
    },
  });
  return (
    <EditForm of={edit} label="Hold music" what="the hold music">
      <MediaInput
        name="mediaId"
        label="Hold music"
        placeholder="Packaged music"
        description="A sound of the media library. Callers hear it on hold, while parked, and while they wait in a call flow."
        disabledReason={reason}
      />
      <Row end>
        <SaveButton of={edit} disabledReason={reason}>
          Save hold music
        </SaveButton>
      </Row>
    </EditForm>
  );
}
