import type { Fallback, FlowContent } from './graph-contract.ts';
import type { FlowNode } from './node-contract.ts';
import type { CallerCondition, Prompt, RingTarget } from './parts-contract.ts';
import type { ReferenceKind } from './rules.ts';

/** A reference to something of one tenant: an object's id, an outside number, or a server's URL. */
export type Reference = { kind: ReferenceKind | 'number' | 'address'; value: string };

/** Maps a reference for a copy. Null: it has no counterpart, and has to be chosen again. */
export type ReferenceMap = (reference: Reference) => string | null;

const mapped = (map: ReferenceMap, kind: Reference['kind'], value: string | null): string | null =>
  value === null ? null : map({ kind, value });

/** A sound without a counterpart has to be chosen again. */
const prompt = (map: ReferenceMap, it: Prompt): Prompt =>
  it.kind === 'media' ? { ...it, mediaId: mapped(map, 'media', it.mediaId) } : it;

const prompts = (map: ReferenceMap, all: readonly Prompt[]): Prompt[] => all.map((one) => prompt(map, one));

const condition = (map: ReferenceMap, it: CallerCondition): CallerCondition =>
  it.kind === 'inList' ? { ...it, listId: mapped(map, 'list', it.listId) } : it;

/** An outside number has no placeholder: it has to be chosen again. */
function target(map: ReferenceMap, it: RingTarget): RingTarget {
  if (it.kind !== 'external') return { ...it, id: mapped(map, it.kind, it.id) };
  const number = map({ kind: 'number', value: it.number });
  return number === null ? { kind: 'extension', id: null } : { ...it, number };
}

function fallback(map: ReferenceMap, it: Fallback): Fallback {
  const nowhere: Fallback = { kind: 'message', prompts: [] };
  switch (it.kind) {
    case 'extension':
    case 'mailbox': {
      const id = map({ kind: it.kind, value: it.id });
      return id === null ? nowhere : { ...it, id };
    }
    case 'external': {
      const number = map({ kind: 'number', value: it.number });
      return number === null ? nowhere : { ...it, number };
    }
    case 'message': {
      // the packaged sentence is better than silence
      const kept = prompts(map, it.prompts).filter((one) => one.kind === 'text' || one.mediaId !== null);
      return { ...it, prompts: kept };
    }
  }
}

/** A node for a copy. Each kind is listed, so that a new kind has to say whether it refers to anything. */
function node(map: ReferenceMap, it: FlowNode): FlowNode {
  switch (it.kind) {
    case 'play':
    case 'menu':
    case 'gather':
      return { ...it, prompts: prompts(map, it.prompts) };
    case 'hours':
      return { ...it, scheduleId: mapped(map, 'schedule', it.scheduleId) };
    case 'caller':
      return { ...it, condition: condition(map, it.condition) };
    case 'ring':
      return { ...it, target: target(map, it.target) };
    case 'voicemail':
      return { ...it, mailboxId: mapped(map, 'mailbox', it.mailboxId) };
    case 'goTo':
      return { ...it, flowId: mapped(map, 'flow', it.flowId) };
    case 'webhook':
      return { ...it, url: mapped(map, 'address', it.url) };
    case 'compare':
      return it.secret ? { ...it, value: '' } : it;
    case 'start':
    case 'set':
    case 'say':
    case 'startRecording':
    case 'stopRecording':
    case 'callerName':
    case 'hangUp':
      return it;
  }
}

/** A copy of a flow, with each of its references mapped. Secrets are never copied; they have to be entered again. */
export const mapReferences = (content: FlowContent, map: ReferenceMap): FlowContent => ({
  ...content,
  fallback: fallback(map, content.fallback),
  nodes: content.nodes.map((one) => node(map, one)),
});

/** A reference, and the node that has it; null: the fallback of the flow. */
export type PlacedReference = Reference & { nodeId: string | null };

/** Everything that a flow refers to. */
export function referencesOf(content: FlowContent): PlacedReference[] {
  const found: PlacedReference[] = [];
  const noteAt =
    (nodeId: string | null): ReferenceMap =>
    (reference) => {
      found.push({ ...reference, nodeId });
      return reference.value;
    };
  fallback(noteAt(null), content.fallback);
  for (const one of content.nodes) node(noteAt(one.id), one);
  return found;
}

/** The distinct values of references of some kinds. */
export const valuesOf = (
  references: readonly Reference[],
  isWanted: (kind: Reference['kind']) => boolean,
): string[] => [...new Set(references.flatMap(({ kind, value }) => (isWanted(kind) ? [value] : [])))];
