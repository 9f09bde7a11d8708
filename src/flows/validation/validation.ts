import type { FlowFault, FlowWarning } from './contract.ts';
import { faultsOfDigits, slowDigits } from './digits.ts';
import type { Existing } from './existing.ts';
import { at, type FoundFault } from './finding.ts';
import { type FlowContents, graphOf, reachableFrom, type Vertex } from './graph.ts';
import { endlessLoops } from './loops.ts';
import { faultsOfShape, openExits } from './shape.ts';
import { brokenReferences, missingChoices, missingInFallback } from './targets.ts';
import { faultsOfVariables, spokenSecrets } from './variables.ts';

/**
 * What prevents publishing these flows, checked together: the draft in place of the published version, and the other published flows. A change of
 * one flow can cause a fault in another that goes to it; `connectedFlows` names those.
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

/** Warnings about these flows, which don't prevent publishing. */
export function warningsOf(flows: FlowContents, existing: Existing): FlowWarning[] {
  const graph = graphOf(flows);
  return [
    ...graph.flatMap(({ flowId, node }) =>
      slowDigits(node, existing.menuExtensions).map((warning) => ({ flowId, ...warning })),
    ),
    ...spokenSecrets(graph).map(({ vertex, warning }) => ({ flowId: vertex.flowId, ...warning })),
  ];
}

/** A loop is a fault of one of its nodes, which names the others. */
function faultOfLoop([first, ...others]: [Vertex, ...Vertex[]]): { vertex: Vertex; fault: FoundFault } {
  const names = others.map(({ node }) => `“${node.name}”`).join(', ');
  const back = others.length === 0 ? 'It leads to itself' : `It leads back to itself through ${names}`;
  const message = `${back}, and a call would never leave. Let the caller hear something in between.`;
  return { vertex: first, fault: at(first.node, 'endless_loop', message) };
}
