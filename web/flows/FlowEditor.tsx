import { IconPlayerPlay } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import type { Draft } from '../../src/flows/contract.ts';
import { discardFlowDraft, getFlowDraft } from '../../src/flows/endpoints.ts';
import { call } from '../kit/call.ts';
import { useChange } from '../kit/changes.ts';
import { ConfirmDialog } from '../kit/ConfirmDialog.tsx';
import { useTenant, useTenantReason } from '../kit/tenant-context.ts';
import { Unsaved } from '../kit/Unsaved.tsx';
import { Button } from '../ui/Button.tsx';
import { Stack } from '../ui/layout.tsx';
import { Notice } from '../ui/Notice.tsx';
import { toast } from '../ui/toast.tsx';
import type { Drawn } from './canvas/elements.ts';
import { Designer } from './Designer.tsx';
import { FlowSettings } from './FlowSettings.tsx';
import { faultsHere, problemsByNode } from './problems.ts';
import { PublishDialog } from './PublishDialog.tsx';
import { useReferenceNames } from './reference-sources.ts';
import { SaveConflict } from './SaveConflict.tsx';
import { StatisticsBar } from './statistics/StatisticsBar.tsx';
import { useStatistics } from './statistics/use-statistics.ts';
import { TestPanel } from './testing/TestPanel.tsx';
import { useTestRun } from './testing/use-test-run.ts';
import { useDesigner } from './use-designer.ts';
import { useSaving } from './use-saving.ts';

const NOTHING: ReadonlySet<string> = new Set();

type FlowEditorProps = {
  params: { tenantId: string; flowId: string };
  /** The draft as it was when the page opened. */
  first: Draft;
  published: boolean;
};

/** The draft of a flow in the designer, with what is done with the whole of it. */
export function FlowEditor({ params, first, published }: FlowEditorProps) {
  const [opened] = useState(() => ({ content: first.content, moved: {} }));
  const of = useDesigner(opened);
  const { act } = of.actions;
  const { content, moved } = of.editing.draft;
  const saving = useSaving(params, first);
  const change = useChange();
  const reason = useTenantReason('flows.write');
  const [asked, setAsked] = useState<'publish' | 'discard' | null>(null);
  const names = useReferenceNames(content);
  const faults = useMemo(() => faultsHere(params.flowId, content), [params.flowId, content]);
  const statistics = useStatistics(params);
  const { calls } = statistics;
  const { timezone } = useTenant();
  const run = useTestRun(params, content, names, timezone);
  const lit = run.course?.lit ?? NOTHING;
  const drawn = useMemo(
    (): Drawn => ({ names, problems: problemsByNode(faults), calls, lit }),
    [names, faults, calls, lit],
  );
  const dirty = content !== saving.saved.content && JSON.stringify(content) !== JSON.stringify(saving.saved.content);

  const show = (draft: Draft, keep: boolean) => {
    saving.take(draft);
    act({ do: 'load', draft: { content: draft.content, moved }, keep });
  };
  const publish = async () => {
    if (dirty && (await saving.save(content)) === null) return;
    setAsked('publish');
  };
  const discard = async (version: number) => {
    await change(discardFlowDraft, { params, ifMatch: version });
    show(await call(getFlowDraft, { params }), true);
    toast.success('The draft is what is published again.', 'Changes discarded');
  };
  const onPublished = async ({ name }: { name: string }) => {
    setAsked(null);
    toast.success('The next call goes through it.', `${name} published`);
    // what was edited here stays; only what it is compared with is new
    saving.take(await call(getFlowDraft, { params }));
  };
  const changed = dirty || saving.saved.isChanged;
  const unchanged = reason ?? (changed ? null : 'Nothing has changed since the last publish.');
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
          onMine={() => saving.theirs && void saving.save(content, saving.theirs.version)}
        />
      )}
      {published && <StatisticsBar of={statistics} content={content} />}
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
        tool={run.open && <TestPanel run={run} params={params} readOnly={reason !== null} />}
        acts={
          <>
            <Button
              small
              kind="quiet"
              icon={<IconPlayerPlay size={15} aria-hidden />}
              aria-pressed={run.open}
              onClick={() => run.setOpen(!run.open)}
            >
              Test run
            </Button>
            {published && (
              <Button small kind="quiet" disabledReason={unchanged} onClick={() => setAsked('discard')}>
                Discard changes
              </Button>
            )}
            <Button
              small
              busy={saving.busy}
              disabledReason={reason ?? (dirty ? null : 'All changes are saved.')}
              onClick={() => void saving.save(content)}
            >
              Save draft
            </Button>
            <Button small kind="primary" disabledReason={unchanged} onClick={() => void publish()}>
              Publish…
            </Button>
          </>
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
