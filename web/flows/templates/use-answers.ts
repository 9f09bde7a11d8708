import { useQueries } from '@tanstack/react-query';
import { useState } from 'react';
import type { Question } from '../../../src/flows/templates/contract.ts';
import { referencesIn } from '../reference-sources.ts';
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
  // questions can share a search
  const searches = new Map(
    questions.flatMap(({ kind, label }) =>
      [label, ''].map((text) => [`${kind} ${text}`, referencesIn(tenantId, kind).list(text)] as const),
    ),
  );
  const results = useQueries({ queries: [...searches.values()] });
  const found = new Map([...searches.keys()].map((search, at) => [search, results[at]?.data?.items]));
  const suggested = new Map(
    questions.map((question) => {
      const [same, all] = [found.get(`${question.kind} ${question.label}`), found.get(`${question.kind} `)];
      const things = new Map(same && all ? [...same, ...all].map((thing) => [thing.id, thing] as const) : []);
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
