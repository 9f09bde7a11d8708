import type { FlowNode } from '../content/node-contract.ts';
import { variablesIn } from '../interpreter/texts.ts';
import { at, type FoundFault, type FoundWarning } from './finding.ts';
import { reachableFrom, type Vertex } from './graph.ts';

/** Set when a call enters its first flow. Nodes can't set them. */
const GIVEN = ['caller', 'called'];

/** The variables that a node sets. */
function setBy(node: FlowNode): readonly string[] {
  switch (node.kind) {
    case 'set':
    case 'gather':
      return [node.variable];
    case 'webhook':
      return node.variables;
    default:
      return [];
  }
}

const textsOf = (node: FlowNode): string[] =>
  'prompts' in node ? node.prompts.flatMap((prompt) => (prompt.kind === 'text' ? [prompt.text] : [])) : [];

/** The variables that a node speaks to the caller. */
const spokenBy = (node: FlowNode): string[] =>
  node.kind === 'say' ? [node.variable] : textsOf(node).flatMap((text) => variablesIn(text));

/** All variables that a node reads. */
function readBy(node: FlowNode): string[] {
  if (node.kind === 'compare') return [node.variable, ...variablesIn(node.value)];
  return node.kind === 'set' ? variablesIn(node.value) : spokenBy(node);
}

/** For each node, the variables that can be set when a call reaches it. */
function settableAt(graph: readonly Vertex[]): (vertex: Vertex) => ReadonlySet<string> {
  const names = new Map<Vertex, Set<string>>();
  for (const setter of graph) {
    const set = setBy(setter.node);
    if (set.length === 0) continue;
    for (const after of reachableFrom(setter.leadsTo.map(({ to }) => to))) {
      const known = names.get(after) ?? new Set(GIVEN);
      for (const name of set) known.add(name);
      names.set(after, known);
    }
  }
  return (vertex) => names.get(vertex) ?? new Set(GIVEN);
}

/** Variables that are read but not set before, and predefined ones that a node sets. */
export function faultsOfVariables(graph: readonly Vertex[]): { vertex: Vertex; fault: FoundFault }[] {
  const settable = settableAt(graph);
  return graph.flatMap((vertex) => {
    const { node } = vertex;
    const unset = [...new Set(readBy(node))].filter((name) => !settable(vertex).has(name));
    const reserved = setBy(node).filter((name) => GIVEN.includes(name));
    return [
      ...unset.map((name) => at(node, 'variable_not_set', `No node before this one sets the variable “${name}”.`)),
      ...reserved.map((name) =>
        at(node, 'variable_reserved', `The variable “${name}” is set by the call. Use another.`),
      ),
    ].map((fault) => ({ vertex, fault }));
  });
}

/** Secrets in the texts of a node, which are left out when spoken. */
export function spokenSecrets(graph: readonly Vertex[]): { vertex: Vertex; warning: FoundWarning }[] {
  const secrets = new Set(graph.flatMap(({ node }) => (node.kind === 'gather' && node.secret ? [node.variable] : [])));
  return graph.flatMap((vertex) =>
    spokenBy(vertex.node)
      .filter((name) => secrets.has(name))
      .map((name) => ({
        vertex,
        warning: at(vertex.node, 'secret_not_said', `“${name}” is a secret, so it is left out of what is said.`),
      })),
  );
}
