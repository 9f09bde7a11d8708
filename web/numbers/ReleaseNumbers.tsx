import { useState } from 'react';
import type { Did } from '../../src/numbers/contract.ts';
import { releaseDids } from '../../src/numbers/endpoints.ts';
import type { Outcome } from '../kit/lists/bulk.ts';
import { Results } from '../kit/lists/BulkResults.tsx';
import { ErrorNotice } from '../kit/pages/ErrorNotice.tsx';
import { useApiMutation } from '../kit/session/changes.ts';
import { NOUNS } from '../kit/words/nouns.ts';
import { Button } from '../ui/Button.tsx';
import { CancelButton, Dialog, DialogActions } from '../ui/Dialog.tsx';
import { plural } from '../ui/plural.ts';
import { toast } from '../ui/toast.tsx';
import { idsOf, numbersLabel, resultsOf } from './number-results.ts';

export default function ReleaseNumbers({
  dids,
  onClose,
  onDone,
}: {
  dids: Did[];
  onClose: () => void;
  onDone: (didIds: string[]) => void;
}) {
  const [outcomes, setOutcomes] = useState<Outcome[] | null>(null);
  const title = `Release ${numbersLabel(dids)}`;
  const owners = [...new Set(dids.map((did) => did.tenantName))];
  const release = useApiMutation(releaseDids, {
    errors: 'shown',
    onSuccess: (results) => {
      onDone(idsOf(results.done));
      if (results.refused.length > 0) return setOutcomes(resultsOf(results, 'Released'));
      toast.success(
        'They are in quarantine for 45 days, so that old callers don’t reach the next tenant.',
        `${plural(results.done.length, NOUNS.number)} released`,
      );
      onClose();
    },
  });
  if (outcomes) return <Results title={title} outcomes={outcomes} onClose={onClose} />;
  return (
    <Dialog title={`${title}?`} size="small" onClose={onClose}>
      <ErrorNotice error={release.error} />
      <p>
        {owners.length === 1 ? owners[0] : plural(owners.length, NOUNS.tenant)} will no longer get these calls. Where
        the numbers ring is cleared.
      </p>
      <DialogActions>
        <CancelButton />
        <Button
          kind="danger"
          busy={release.isPending}
          onClick={() => release.mutate({ body: { didIds: idsOf(dids) } })}
        >
          Release
        </Button>
      </DialogActions>
    </Dialog>
  );
}
