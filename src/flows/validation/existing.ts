import type { ServerRule } from '../../platform/values/web-address.ts';
import type { Reference } from '../content/references.ts';

/** The tenant's objects that flows can refer to, by kind. Includes unpublished flows. */
export type Existing = {
  ids: Readonly<Record<'schedule' | 'list' | 'extension' | 'group' | 'mailbox' | 'flow', ReadonlySet<string>>>;
  /** whether each sound of the media library can be played yet */
  sounds: ReadonlyMap<string, 'ready' | 'converting' | 'failed'>;
  /** the numbers of the extensions that are reachable from menus */
  menuExtensions: readonly string[];
  /** which servers webhook steps may name */
  servers: ServerRule;
};

type Owned = Exclude<Reference['kind'], 'number' | 'address'>;
export const isOwned = (kind: Reference['kind']): kind is Owned => kind !== 'number' && kind !== 'address';

export const exists = ({ ids, sounds }: Existing, kind: Owned, id: string): boolean =>
  kind === 'media' ? sounds.has(id) : ids[kind].has(id);

export const NOUNS: Record<Owned, string> = {
  media: 'sound',
  schedule: 'schedule',
  list: 'list of numbers',
  extension: 'extension',
  group: 'ring group',
  mailbox: 'mailbox',
  flow: 'flow',
};
