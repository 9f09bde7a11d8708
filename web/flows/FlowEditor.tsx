import { useMemo, useState } from 'react';
import type { FlowContent } from '../../src/flows/content/graph-contract.ts';
import type { Draft as SavedDraft, FlowVersionSummary } from '../../src/flows/contract.ts';
import { discardFlowDraft, getFlowDraft } from '../../src/flows/endpoints.ts';
import { ConfirmDialog } from '../kit/acts/ConfirmDialog.tsx';
import { Unsaved } from '../kit/forms/Unsaved.tsx';
import { call } from '../kit/session/call.ts';
import { useChange } from '../kit/session/changes.ts';
import { useTenant, useTenantReason } from '../kit/session/tenant-context.ts';
import { Stack } from '../ui/layout.tsx';
import { Notice } from '../ui/Notice.tsx';
import { toast } from '../ui/toast.tsx';
import type { CanvasState } from './canvas/elements.ts';
import { Designer } from './designer/Designer.tsx';
import { useDesigner } from './designer/use-designer.ts';
import { EditorActs, type Tool } from './EditorActs.tsx';
import { FlowSettings } from './FlowSettings.tsx';
import { faultsHere, problemsByNode } from './problems.ts';
import { PublishDialog } from './PublishDialog.tsx';
import { useReferenceNames } from './reference-sources.ts';
import { SaveConflict } from './SaveConflict.tsx';
import { changesFlow, editable, isDirty } from './saved-draft.ts';
import { StatisticsBar } from './statistics/StatisticsBar.tsx';
import { useStatistics } from './statistics/use-statistics.ts';
import { TestPanel } from './testing/TestPanel.tsx';
import { useTestRun } from './testing/use-test-run.ts';
import { useSaving } from './use-saving.ts';
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
  const [opened] = useState(() => editable(first));
  const of = useDesigner(opened);
  const { act } = of.actions;
  const { draft } = of.editing;
  const { content, moved, restores } = draft;
  const saving = useSaving(params, first);
  const change = useChange();
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
  const dirty = isDirty(draft, saving.saved);

  const show = (theirs: SavedDraft, keep: boolean) => {
    saving.take(theirs);
    act({ do: 'load', draft: editable(theirs), keep });
  };
  const restore = (version: FlowVersionSummary, of: FlowContent) => {
    act({ do: 'load', draft: { content: of, moved, restores: version.number }, keep: true });
    setLooking(null);
    toast.success('Save or publish it. Undo brings back what was here.', `Version ${version.number} is in the draft`);
  };
  const playLibrary = () => act({ do: 'load', draft: { ...draft, restores: null }, keep: true });
  const saveIfDirty = async () => !dirty || (await saving.save(draft)) !== null;
  const publish = async () => {
    if (await saveIfDirty()) setAsked('publish');
  };
  const discard = async (version: number) => {
    await change(discardFlowDraft, { params, ifMatch: version });
    show(await call(getFlowDraft, { params }), true);
    toast.success('The draft is the published version again.', 'Changes discarded');
  };
  const onPublished = async ({ name }: { name: string }) => {
    setAsked(null);
    toast.success('The next call goes through it.', `${name} published`);
    // the edits stay; only the version to compare them with is new
    saving.take(await call(getFlowDraft, { params }));
    if (restores !== null) playLibrary();
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
  const changed = changesFlow(draft, saving.saved) || saving.saved.isChanged;
  return (
    <Stack>
      {saving.problem && (
        <Notice tone="error" alert title="Not saved">
          {saving.problem}
        </Notice>
      )}
      {saving.theirs && (
        <SaveConflict
          theirs={saving.theirs}
          busy={saving.busy}
          onTheirs={() => saving.theirs && show(saving.theirs, true)}
          onMine={() => saving.theirs && void saving.save(draft, saving.theirs.version)}
        />
      )}
      {published && <StatisticsBar of={statistics} content={content} />}
      {restores !== null && <RestoredNotice number={restores} readOnly={reason !== null} onLibrary={playLibrary} />}
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
                  save={saveIfDirty}
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
            onSave={() => void saving.save(draft)}
            onPublish={() => void publish()}
            saving={saving.busy}
            unsavable={reason ?? (dirty ? null : 'All changes are saved.')}
            unchanged={reason ?? (changed ? null : 'Nothing has changed since the last publish.')}
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
