import type { FlowContent } from '../../../src/flows/content/graph-contract.ts';
import { exitsOf } from '../../../src/flows/content/rules.ts';
import type { TestEnd, TestFacts } from '../../../src/flows/test-cases/contract.ts';
import type { HeardItem, TestCallResult } from '../../../src/flows/test-run/run-test-call.ts';
import { contentsOf, endOf } from '../../../src/flows/test-run/simulated-world.ts';
import { type Names, promptWords } from '../words.ts';

/** A step of a test call: the node, what the caller hears there, and the exit that the call takes. */
export type CourseStep = {
  flowId: string;
  nodeId: string;
  name: string;
  /** the name of the exit; null if the call ends, goes to another flow, or the node has only one exit */
  exit: string | null;
  heard: readonly string[];
};

export type Course = { steps: readonly CourseStep[]; lit: ReadonlySet<string>; end: TestEnd };

/** Describes the course of a test call. Nodes of other flows aren't highlighted, because they are on other canvases. */
export function courseOf(
  flowId: string,
  content: FlowContent,
  tried: TestCallResult,
  { facts, names }: { facts: TestFacts; names: Names },
): Course {
  const { path, heard } = tried;
  const contents = contentsOf(flowId, content, facts);
  const waiting = [...heard];
  const steps = path.map(({ flowId: inFlow, nodeId, exit }): CourseStep => {
    const node = contents.get(inFlow)?.nodes.find(({ id }) => id === nodeId);
    const exits = node ? exitsOf(node) : [];
    const said: string[] = [];
    // the caller hears a node's prompts before the call leaves it
    while (waiting[0]?.flowId === inFlow && waiting[0].nodeId === nodeId)
      said.push(...heardTexts(waiting.shift(), names));
    const left = exits.length > 1 ? exits.find(({ id }) => id === exit) : undefined;
    return { flowId: inFlow, nodeId, name: node?.name ?? '', exit: left?.name ?? null, heard: said };
  });
  const lit = path
    .filter((passed) => passed.flowId === flowId)
    .flatMap(({ nodeId, exit }) => (exit === null ? [nodeId] : [nodeId, `${nodeId}/${exit}`]));
  return { steps, lit: new Set(lit), end: endOf(tried) };
}

function heardTexts(heard: HeardItem | undefined, names: Names): string[] {
  if (!heard) return [];
  if (heard.kind === 'value')
    return [`“${heard.value}”, ${heard.as === 'digits' ? 'digit by digit' : `as a ${heard.as}`}`];
  if (heard.prompts.length === 0) return ['“Calls are not possible right now. Please try again in a few minutes.”'];
  const words = promptWords(heard.prompts, names);
  return words === null ? [] : [words];
}

const END_WORDS: Readonly<Record<TestEnd['how'], string>> = {
  hangUp: 'The call ends',
  takeMessage: 'A mailbox takes a message',
  dialExtension: 'The extension that was dialled rings',
  fallBack: 'The flow can’t go on, and takes its fallback',
};
export const endWords = ({ how }: Pick<TestEnd, 'how'>): string => END_WORDS[how];
