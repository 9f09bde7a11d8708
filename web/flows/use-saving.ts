import { useRef, useState } from 'react';
import type { Draft } from '../../src/flows/contract.ts';
import { getFlowDraft, putFlowDraft } from '../../src/flows/endpoints.ts';
import { ApiError, errorText } from '../kit/session/api.ts';
import { call } from '../kit/session/call.ts';
import { useChange } from '../kit/session/changes.ts';
import type { Draft as EditedDraft } from './editing/draft.ts';
import { savable } from './saved-draft.ts';

/**
 * Saves the draft, one save at a time, each over the version that was loaded. If another user was faster, the edits here stay, and `theirs` is what
 * that user saved.
 */
export function useSaving(params: { tenantId: string; flowId: string }, first: Draft) {
  const change = useChange();
  const [saved, setSaved] = useState(first);
  const [theirs, setTheirs] = useState<Draft | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const running = useRef(false);

  /** Returns null if saving failed; the page shows why. */
  const save = async (draft: EditedDraft, over: number = saved.version): Promise<Draft | null> => {
    if (running.current) return null;
    running.current = true;
    setBusy(true);
    setProblem(null);
    try {
      const now = await change(putFlowDraft, { params, body: savable(draft), ifMatch: over });
      setSaved(now);
      setTheirs(null);
      return now;
    } catch (error) {
      if (error instanceof ApiError && error.code === 'stale_version') await loadTheirs();
      else setProblem(errorText(error));
      return null;
    } finally {
      running.current = false;
      setBusy(false);
    }
  };

  const loadTheirs = async () => {
    try {
      setTheirs(await call(getFlowDraft, { params }));
    } catch (error) {
      setProblem(errorText(error));
    }
  };

  /** Replaces the loaded version by the one on the server. */
  const take = (draft: Draft) => {
    setSaved(draft);
    setTheirs(null);
    setProblem(null);
  };
  return { saved, theirs, problem, busy, save, take };
}
