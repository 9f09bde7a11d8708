import { IconEye } from '@tabler/icons-react';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import type { FlowVersionSummary } from '../../../src/flows/contract.ts';
import { listFlowVersions } from '../../../src/flows/endpoints.ts';
import { apiQuery } from '../../kit/session/queries.ts';
import { Badge } from '../../ui/Badge.tsx';
import { Button, IconButton } from '../../ui/Button.tsx';
import { NotLoaded } from '../../ui/LoadError.tsx';
import { Time } from '../../ui/Time.tsx';
import { changeCounts, changeText } from '../change-words.ts';
import { ToolPanel } from '../designer/ToolPanel.tsx';
import styles from './versions.module.css';

const PAGE = 20;

type VersionsPanelProps = {
  params: { tenantId: string; flowId: string };
  onLook: (version: FlowVersionSummary) => void;
  onClose: () => void;
};

/** The published versions with author, time and changes, newest first. */
export function VersionsPanel({ params, onLook, onClose }: VersionsPanelProps) {
  const [limit, setLimit] = useState(PAGE);
  const versions = useQuery({
    ...apiQuery(listFlowVersions, { params, query: { limit } }),
    placeholderData: keepPreviousData,
  });
  return (
    <ToolPanel title="Versions" hint="Published versions. A version never changes." onClose={onClose}>
      {!versions.data && <NotLoaded error={versions.error} again={versions.refetch} />}
      {versions.data?.items.length === 0 && <p className={styles.muted}>Nothing has been published yet.</p>}
      <ol className={styles.list}>
        {versions.data?.items.map((version) => (
          <VersionItem key={version.id} version={version} onLook={() => onLook(version)} />
        ))}
      </ol>
      {versions.data && versions.data.nextCursor !== null && limit < 100 && (
        <Button small busy={versions.isFetching} onClick={() => setLimit(Math.min(100, limit + PAGE))}>
          Show earlier versions
        </Button>
      )}
    </ToolPanel>
  );
}

function VersionItem({ version, onLook }: { version: FlowVersionSummary; onLook: () => void }) {
  const { number, note, publishedAt, publishedBy, restores, changes, overrideReason, isPublished } = version;
  return (
    <li className={styles.version} data-published={isPublished || undefined}>
      <div className={styles.top}>
        <strong>Version {number}</strong>
        {isPublished && <Badge tone="green">Published</Badge>}
        <span className={styles.look}>
          <IconButton small label={`View version ${number}`} icon={<IconEye size={16} />} onClick={onLook} />
        </span>
      </div>
      <p className={styles.muted}>
        {publishedBy}, <Time at={publishedAt} withClock />
      </p>
      {note !== '' && <p>{note}</p>}
      {restores !== null && <p className={styles.muted}>Restored from version {restores}</p>}
      {overrideReason !== null && <p className={styles.override}>Published despite failing tests: {overrideReason}</p>}
      {changes.length > 0 && (
        <details className={styles.changes}>
          <summary>{changeCounts(changes)}</summary>
          <ul>
            {changes.map((change) => (
              <li key={`${change.nodeId}/${change.change}`}>{changeText(change)}</li>
            ))}
          </ul>
        </details>
      )}
    </li>
  );
}
