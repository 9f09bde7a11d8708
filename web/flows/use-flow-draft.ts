import type { FlowContent } from '../../src/flows/content/graph-contract.ts';
import type { Draft as SavedDraft } from '../../src/flows/contract.ts';
import { discardFlowDraft, getFlowDraft } from '../../src/flows/endpoints.ts';
import { call } from '../kit/session/call.ts';
import { useChange } from '../kit/session/changes.ts';
import { useDesigner } from './designer/use-designer.ts';
import { changesFlow, editable, isDirty } from './saved-draft.ts';
import { useSaving } from './use-saving.ts';

type Params = { tenantId: string; flowId: string };

/** The draft of a flow in the designer, and everything that replaces it as a whole. Undo brings back what was replaced. */
export function useFlowDraft(params: Params, first: SavedDraft) {
  const of = useDesigner(editable(first));
  const { act } = of.actions;
  const { draft } = of.editing;
  const saving = useSaving(params, first);
  const change = useChange();
  const dirty = isDirty(draft, saving.saved);

  const takeSaved = (saved: SavedDraft) => {
    saving.take(saved);
    act({ do: 'load', draft: editable(saved) });
  };
  /** Prompts play from the library again, not as they were in the restored version. */
  const playLibrary = () => act({ do: 'load', draft: { ...draft, restores: null } });
  return {
    of,
    draft,
    saving,
    dirty,
    changed: changesFlow(draft, saving.saved) || saving.saved.isChanged,
    takeSaved,
    playLibrary,
    save: () => saving.save(draft),
    /** Saves over what another user saved. */
    saveOver: (theirs: SavedDraft) => saving.save(draft, theirs.version),
    /** False if saving was needed and failed. */
    saveIfDirty: async () => !dirty || (await saving.save(draft)) !== null,
    restore: (number: number, content: FlowContent) =>
      act({ do: 'load', draft: { content, moved: draft.moved, restores: number } }),
    discard: async (version: number) => {
      await change(discardFlowDraft, { params, ifMatch: version });
      takeSaved(await call(getFlowDraft, { params }));
    },
    /** The edits stay; only the version to compare them with is new. */
    afterPublishing: async () => {
      saving.take(await call(getFlowDraft, { params }));
      if (draft.restores !== null) playLibrary();
    },
  };
}
