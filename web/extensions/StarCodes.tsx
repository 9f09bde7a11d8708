import { STAR_CODES } from '../../src/star-codes/rules.ts';
import { Button } from '../ui/Button.tsx';
import { Dialog, DialogActions } from '../ui/Dialog.tsx';
import { Fact, Facts } from '../ui/layout.tsx';

/** Every code that the tenant's phones can dial. */
export function StarCodes({ onClose }: { onClose: () => void }) {
  return (
    <Dialog title="Star codes" intro="Dial these on any phone. You’ll hear a confirmation." onClose={onClose}>
      <Facts>
        {STAR_CODES.map(({ code, followedBy, does }) => (
          <Fact key={code} name={<span className="mono">{followedBy === null ? code : `${code} ${followedBy}`}</span>}>
            {does}
          </Fact>
        ))}
      </Facts>
      <DialogActions>
        <Button kind="primary" onClick={onClose}>
          Done
        </Button>
      </DialogActions>
    </Dialog>
  );
}
