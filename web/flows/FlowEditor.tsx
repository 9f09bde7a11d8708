import { useMemo, useState } from 'react';
import type { FlowContent } from '../../src/flows/content/graph-contract.ts';
import type { Draft as SavedDraft, FlowVersionSummary } from '../../src/flows/contract.ts';
import { ConfirmDialog } from '../kit/acts/ConfirmDialog.tsx';
import { Unsaved } from '../kit/forms/Unsaved.tsx';
import { useTenant, useTenantReason } from '../kit/session/tenant-context.ts';
import { Stack } from '../ui/layout.tsx';
import { Notice } from '../ui/Notice.tsx';
import { toast } from '../ui/toast.tsx';
import type { CanvasState } from './canvas/elements.ts';
import { Designer } from './designer/Designer.tsx';
import { EditorActs, type Tool } from './EditorActs.tsx';
import { FlowSettings } from './FlowSettings.tsx';
import { faultsHere, problemsByNode } from './problems.ts';
import { PublishDialog } from './PublishDialog.tsx';
import { useReferenceNames } from './reference-sources.ts';
import { SaveConflict } from './SaveConflict.tsx';
import { StatisticsBar } from './statistics/StatisticsBar.tsx';
import { useStatistics } from './statistics/use-statistics.ts';
import { TestPanel } from './testing/TestPanel.tsx';
import { useTestRun } from './testing/use-test-run.ts';
import { useFlowDraft } from './use-flow-draft.ts';
import { RestoredNotice } from './versions/RestoredNotice.tsx';
import { VersionsPanel } from './versions/VersionsPanel.tsx';
import { VersionView } from './versions/VersionView.tsx';

const NOTHING: ReadonlySet<string> = new Set();

type FlowEditorProps = {
  params: { tenantId: string; flowId: string };
  first: SavedDraft;
  published: boolean;
};

/** Edits the draft of a flow in the designer, saves and publishes it. */
export function FlowEditor({ params, first, published }: FlowEditorProps) {
  const edited = useFlowDraft(params, first);
  const { of, draft, saving, dirty } = edited;
  const { content, moved, restores } = draft;
  const { theirs } = saving;
  const reason = useTenantReason('flows.write');
  const [asked, setAsked] = useState<'publish' | 'discard' | null>(null);
  const names = useReferenceNames(content);
  const faults = useMemo(() => faultsHere(params.flowId, content), [params.flowId, content]);
  const statistics = useStatistics(params);
  const { calls } = statistics;
  const { timezone } = useTenant();
  const [tool, setTool] = useState<Tool | null>(null);
  const [looking, setLooking] = useState<FlowVersionSummary | null>(null);
  const run = useTestRun(params, content, names, { zone: timezone, open: tool === 'test' });
  const lit = run.course?.lit ?? NOTHING;
  const drawn = useMemo(
    (): CanvasState => ({ names, problems: problemsByNode(faults), calls, lit }),
    [names, faults, calls, lit],
  );

  const restore = ({ number }: FlowVersionSummary, then: FlowContent) => {
    edited.restore(number, then);
    setLooking(null);
    toast.success('Save or publish it. Undo brings back what was here.', `Version ${number} is in the draft`);
  };
  const publish = async () => {
    if (await edited.saveIfDirty()) setAsked('publish');
  };
  const discard = async (version: number) => {
    await edited.discard(version);
    toast.success('The draft is the published version again.', 'Changes discarded');
  };
  const onPublished = async ({ name }: { name: string }) => {
    setAsked(null);
    toast.success('The next call goes through it.', `${name} published`);
    await edited.afterPublishing();
  };
  if (looking)
    return (
      <Stack>
        <VersionView
          key={looking.id}
          params={params}
          version={looking}
          moved={moved}
          reason={reason}
          onRestore={(then) => restore(looking, then)}
          onBack={() => setLooking(null)}
        />
        <Unsaved dirty={dirty} />
      </Stack>
    );
  return (
    <Stack>
      {saving.problem && (
        <Notice tone="error" alert title="Not saved">
          {saving.problem}
        </Notice>
      )}
      {theirs && (
        <SaveConflict
          theirs={theirs}
          busy={saving.busy}
          onTheirs={() => edited.takeSaved(theirs)}
          onMine={() => void edited.saveOver(theirs)}
        />
      )}
      {published && <StatisticsBar of={statistics} content={content} />}
      {restores !== null && (
        <RestoredNotice number={restores} readOnly={reason !== null} onLibrary={edited.playLibrary} />
      )}
      <Designer
        of={of}
        drawn={drawn}
        readOnly={reason !== null}
        aside={
          <FlowSettings
            content={content}
            problems={faults.filter(({ nodeId }) => nodeId === null).map(({ message }) => message)}
            readOnly={reason !== null}
          />
        }
        tool={
          tool && (
            <>
              {tool === 'test' && (
                <TestPanel
                  run={run}
                  params={params}
                  readOnly={reason !== null}
                  save={edited.saveIfDirty}
                  reason={reason}
                  onClose={() => setTool(null)}
                />
              )}
              {tool === 'versions' && (
                <VersionsPanel params={params} onLook={setLooking} onClose={() => setTool(null)} />
              )}
            </>
          )
        }
        acts={
          <EditorActs
            tool={tool}
            onTool={setTool}
            onDiscard={published ? () => setAsked('discard') : undefined}
            onSave={() => void edited.save()}
            onPublish={() => void publish()}
            saving={saving.busy}
            unsavable={reason ?? (dirty ? null : 'All changes are saved.')}
            unchanged={reason ?? (edited.changed ? null : 'Nothing has changed since the last publish.')}
          />
        }
      />
      <Unsaved dirty={dirty} />
      {asked === 'publish' && (
        <PublishDialog params={params} onPublished={(flow) => void onPublished(flow)} onClose={() => setAsked(null)} />
      )}
      {asked === 'discard' && (
        <ConfirmDialog
          title="Discard the changes?"
          verb="Discard changes"
          version={saving.saved.version}
          act={discard}
          onClose={() => setAsked(null)}
        >
          <p>
            The draft becomes what is published again, for everybody who edits it. Undo brings back what you see here.
          </p>
        </ConfirmDialog>
      )}
    </Stack>
  );
}
