import type { Draft as SavedDraft } from '../../src/flows/contract.ts';
import type { Draft, Moved } from './editing/draft.ts';

/** Converts a saved draft for editing. */
export const editable = ({ content, positions, restores }: SavedDraft): Draft => ({
  content,
  moved: positions,
  restores,
});

/** The positions of existing cards, in whole pixels. */
const positionsOf = ({ content, moved }: Draft): Moved =>
  Object.fromEntries(
    content.nodes.flatMap(({ id }) => {
      const point = moved[id];
      return point ? [[id, { x: Math.round(point.x), y: Math.round(point.y) }]] : [];
    }),
  );

/** Converts a draft for saving. */
export const savable = (draft: Draft) => ({
  content: draft.content,
  positions: positionsOf(draft),
  restores: draft.restores,
});

/** Whether the content differs, not only the positions of cards. */
export const changesFlow = (draft: Draft, saved: SavedDraft): boolean =>
  draft.restores !== saved.restores || (draft.content !== saved.content && text(draft.content) !== text(saved.content));

/** Whether there is anything to save. */
export const isDirty = (draft: Draft, saved: SavedDraft): boolean =>
  changesFlow(draft, saved) || text(positionsOf(draft)) !== text(positionsOf(editable(saved)));

const text = (value: unknown): string => JSON.stringify(value);
