import type { FlowFault, FlowWarning } from '../validation-contract.ts';
import { faultsOfDigits, slowDigits } from './digits.ts';
import type { Existing } from './existing.ts';
import { at, type FoundFault } from './finding.ts';
import { type FlowContents, graphOf, reachableFrom, type Vertex } from './graph.ts';
import { endlessLoops } from './loops.ts';
import { faultsOfShape, openExits } from './shape.ts';
import { brokenReferences, missingChoices, missingInFallback } from './targets.ts';
import { faultsOfVariables, secretsSaid } from './variables.ts';

/**
 * What keeps these flows from being published, judged together: the draft in the place of what is published, and the published others.
 * A flow that goes to another can be at fault by a change of that one; `connectedFlows` says which to look at.
 */
export function faultsOf(flows: FlowContents, existing: Existing): FlowFault[] {
  const graph = graphOf(flows);
  const variables = faultsOfVariables(graph);
  const loops = endlessLoops(graph).map(faultOfLoop);
  return [...flows].flatMap(([flowId, content]) => {
    const here = graph.filter((vertex) => vertex.flowId === flowId);
    const reached = reachableFrom(here.filter(({ node }) => node.kind === 'start'));
    const found: FoundFault[] = [
      ...faultsOfShape(content),
      ...missingInFallback(content),
      ...brokenReferences(content, flows, existing),
      ...here.flatMap((vertex) => [
        ...(reached.has(vertex)
          ? openExits(content, vertex.node)
          : [at(vertex.node, 'unreachable', 'No call can come here. Connect or delete it.')]),
        ...missingChoices(vertex.node),
        ...faultsOfDigits(vertex.node),
      ]),
      ...[...variables, ...loops].filter(({ vertex }) => vertex.flowId === flowId).map(({ fault }) => fault),
    ];
    return found.map((fault) => ({ flowId, ...fault }));
  });
}

/** What is worth a look in these flows, and keeps nothing from being published. */
export function warningsOf(flows: FlowContents, existing: Existing): FlowWarning[] {
  const graph = graphOf(flows);
  return [
    ...graph.flatMap(({ flowId, node }) =>
      slowDigits(node, existing.menuExtensions).map((warning) => ({ flowId, ...warning })),
    ),
    ...secretsSaid(graph).map(({ vertex, warning }) => ({ flowId: vertex.flowId, ...warning })),
  ];
}

/** A loop is a fault of one of its nodes, which names the others. */
function faultOfLoop([first, ...others]: [Vertex, ...Vertex[]]): { vertex: Vertex; fault: FoundFault } {
  const names = others.map(({ node }) => `“${node.name}”`).join(', ');
  const back = others.length === 0 ? 'It leads to itself' : `It leads back to itself through ${names}`;
  const message = `${back}, and a call would never leave. Let the caller hear something in between.`;
  return { vertex: first, fault: at(first.node, 'endless_loop', message) };
}
