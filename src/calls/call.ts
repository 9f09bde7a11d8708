import type { CallFacts } from './call-facts.ts';
import type { Attempt } from './decision.ts';

/** A call in progress: the caller's channel, and the scene that the call is in. */
export type Call = { caller: string; scene: Scene };

/** What a call carries from scene to scene, once it is admitted. */
export type Admitted = {
  facts: CallFacts;
  /** what the caller offered and we know, in its order */
  codecs: string[];
  /** the caller must speak with encrypted sound */
  encryptedCaller: boolean;
};

/** After a restart of call control only the call's live row says when the call was answered. */
export type Answer = { kind: 'seen'; at: string } | { kind: 'inLiveRow' };

/**
 * The scenes of a call, each with exactly its own fields. A new scene is an entry here, a file in `scenes/` with `enter` and `on`, and
 * a line in the table of `machine.ts`. `legsOf` does not compile until it names the scene's channels, and `recover.ts` rebuilds the
 * scenes that outlive a restart.
 */
type Scenes = {
  /** the database is asked whether the call goes through, and where */
  admitting: { codecs: string[] };
  /** the caller hears why the call is not put through, and then the call ends by this cause */
  announcing: { cause: number };
  /** the callee's phones ring, or a trunk is tried */
  dialling: Admitted & {
    /** legs that ring, or are about to */
    legs: string[];
    /** those of them whose phone has said that it rings */
    ringing: string[];
    /** the number of legs so far; names the next */
    dialled: number;
    ringSeconds: number;
    /** what is tried when these legs have failed */
    next: Attempt[];
    /** the legs must answer with encrypted sound */
    secure: boolean;
    /** the legs are in the caller's bridge already, so that it hears what they send before the answer */
    earlyMediaBridged: boolean;
    /** the caller hears ringback */
    ringbackSent: boolean;
    /** why legs ended */
    causes: number[];
    /** a phone has declined by 603, and the caller gets the same */
    declined: boolean;
  };
  talking: Admitted & { leg: string; answer: Answer };
  ended: object;
};

export type SceneKind = keyof Scenes;
export type Scene<K extends SceneKind = SceneKind> = { [P in K]: { kind: P } & Scenes[P] }[K];

/** Null before a call is admitted, and of one that is refused. */
export const factsOf = ({ scene }: Call): CallFacts | null => ('facts' in scene ? scene.facts : null);

/** The channels of a call other than the caller's: those that ring, or the one that was answered. */
export function legsOf({ scene }: Call): string[] {
  switch (scene.kind) {
    case 'dialling':
      return scene.legs;
    case 'talking':
      return [scene.leg];
    case 'admitting':
    case 'announcing':
    case 'ended':
      return [];
  }
}

/** The parties of a talk that are phones, not carriers. */
export function phonesOf({ caller, scene }: Call): string[] {
  if (scene.kind !== 'talking') return [];
  const { facts, leg } = scene;
  switch (facts.direction) {
    case 'internal':
      return [caller, leg];
    case 'outbound':
      return [caller];
    case 'inbound':
      // a call that its number forwards to the outside rang no extension
      return facts.extensionId === null ? [] : [leg];
  }
}
