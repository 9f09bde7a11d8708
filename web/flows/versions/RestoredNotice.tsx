import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';

type RestoredNoticeProps = { number: number; readOnly: boolean; onLibrary: () => void };

/** The draft was restored from a version, and plays that version's sounds. */
export const RestoredNotice = ({ number, readOnly, onLibrary }: RestoredNoticeProps) => (
  <Notice title={`Restored from version ${number}`}>
    <p>It plays its original sounds, even if the media library has newer ones.</p>
    {!readOnly && (
      <Button small onClick={onLibrary}>
        Play the library’s sounds
      </Button>
    )}
  </Notice>
);
