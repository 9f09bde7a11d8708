import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import type { Question } from '../../../src/flows/templates/contract.ts';
import { findReferences } from '../reference-sources.ts';
import { suggestion } from './suggestion.ts';

export type Answers = {
  /** The chosen or suggested answer to a question; null: none yet. */
  of: (question: Question) => string | null;
  choose: (question: Question, id: string) => void;
  /** The answers for the API. */
  sent: () => { question: string; id: string | null }[];
};

/** The answers to a flow's questions in a tenant. */
export function useAnswers(
  tenantId: string,
  questions: readonly Question[],
  { orFirst }: { orFirst: boolean },
): Answers {
  // choices for another tenant don't count
  const [chosen, setChosen] = useState<{ tenantId: string; ids: ReadonlyMap<string, string> }>({
    tenantId,
    ids: new Map(),
  });
  const ids = chosen.tenantId === tenantId ? chosen.ids : new Map<string, string>();
  const found = useQueries({
    queries: questions.map(({ kind, label }) => ({
      queryKey: ['api', 'flow-suggestions', tenantId, kind, label],
      queryFn: async () => [
        ...(await findReferences(tenantId, kind, label)).items,
        ...(await findReferences(tenantId, kind, '')).items,
      ],
    })),
  });
  const suggested = new Map(
    questions.map((question, at) => {
      const things = new Map((found[at]?.data ?? []).map((thing) => [thing.id, thing]));
      return [question.id, suggestion(question, [...things.values()], orFirst)] as const;
    }),
  );
  const of = ({ id }: Question): string | null => ids.get(id) ?? suggested.get(id) ?? null;
  return {
    of,
    choose: (question, id) => setChosen({ tenantId, ids: new Map(ids).set(question.id, id) }),
    sent: () => questions.map((question) => ({ question: question.id, id: of(question) })),
  };
}
