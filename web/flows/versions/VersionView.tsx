import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';
import type { FlowContent } from '../../../src/flows/content/graph-contract.ts';
import type { FlowVersionSummary } from '../../../src/flows/contract.ts';
import { getFlowVersion } from '../../../src/flows/endpoints.ts';
import { apiQuery } from '../../kit/session/queries.ts';
import { Button } from '../../ui/Button.tsx';
import { NotLoaded } from '../../ui/LoadError.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Time } from '../../ui/Time.tsx';
import type { CanvasState } from '../canvas/elements.ts';
import { Designer } from '../designer/Designer.tsx';
import { useDesigner } from '../designer/use-designer.ts';
import type { Moved } from '../editing/draft.ts';
import { FlowSettings } from '../FlowSettings.tsx';
import { useReferenceNames } from '../reference-sources.ts';

type VersionViewProps = {
  params: { tenantId: string; flowId: string };
  version: FlowVersionSummary;
  /** The positions of the draft's cards. */
  moved: Moved;
  reason: string | null;
  onRestore: (content: FlowContent) => void;
  onBack: () => void;
};

/** Shows an earlier version, which can be restored. The draft isn't changed. */
export function VersionView({ params, version, moved, reason, onRestore, onBack }: VersionViewProps) {
  const { data, error, refetch } = useQuery(apiQuery(getFlowVersion, { params: { ...params, versionId: version.id } }));
  if (!data) return <NotLoaded error={error} again={refetch} />;
  return (
    <>
      <Notice
        title={`Version ${version.number}, read only`}
        action={
          <Button small onClick={onBack}>
            Back to the draft
          </Button>
        }
      >
        <p>
          Published by {version.publishedBy}, <Time at={version.publishedAt} withClock />. Your draft waits unchanged.
        </p>
      </Notice>
      <Picture
        content={data.content}
        moved={moved}
        acts={
          <Button small kind="primary" disabledReason={reason} onClick={() => onRestore(data.content)}>
            Restore as draft
          </Button>
        }
      />
    </>
  );
}

const NOTHING = { problems: new Map(), calls: null, lit: new Set<string>() };

function Picture({ content, moved, acts }: { content: FlowContent; moved: Moved; acts: React.ReactNode }) {
  const [shown] = useState(() => ({ content, moved, restores: null }));
  const of = useDesigner(shown);
  const names = useReferenceNames(content);
  const drawn = useMemo((): CanvasState => ({ names, ...NOTHING }), [names]);
  return (
    <Designer
      of={of}
      drawn={drawn}
      readOnly
      aside={<FlowSettings content={content} problems={[]} readOnly />}
      acts={acts}
    />
  );
}
