import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Did, DidResults } from '../../src/numbers/contract.ts';
import { displayNumber } from '../../src/platform/values/phone.ts';
import { api, makeKeys } from '../kit/api.ts';
import type { Outcome } from '../kit/bulk.ts';
import { Results } from '../kit/BulkResults.tsx';
import { Button } from '../ui/Button.tsx';
import { Dialog, DialogActions } from '../ui/Dialog.tsx';
import { Notice } from '../ui/Notice.tsx';
import { toast } from '../ui/toast.tsx';
import { idsOf, resultsOf } from './number-results.ts';
import { plural } from '../ui/plural.ts';
import { NOUNS } from '../kit/nouns.ts';

export default function ReleaseNumbers({
  dids,
  onClose,
  onDone,
}: {
  dids: Did[];
  onClose: () => void;
  onDone: (didIds: string[]) => void;
}) {
  const [keys] = useState(() => makeKeys());
  const [outcomes, setOutcomes] = useState<Outcome[] | null>(null);
  const title =
    dids.length === 1 ? `Release ${displayNumber(dids[0]!.number)}` : `Release ${plural(dids.length, NOUNS.number)}`;
  const owners = [...new Set(dids.map((did) => did.tenantName))];
  const release = useMutation({
    mutationFn: () => {
      const body = { didIds: dids.map((did) => did.id) };
      return api.post<DidResults>('/dids/release-many', { body, key: keys.keyFor(body) });
    },
    onSettled: (_answer, error) => keys.answered(error),
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
      {release.error && (
        <Notice tone="error" alert>
          {release.error.message}
        </Notice>
      )}
      <p>
        {owners.length === 1 ? owners[0] : plural(owners.length, NOUNS.tenant)} will no longer get these calls. Where
        the numbers ring is cleared.
      </p>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button kind="danger" busy={release.isPending} onClick={() => release.mutate()}>
          Release
        </Button>
      </DialogActions>
    </Dialog>
  );
}
