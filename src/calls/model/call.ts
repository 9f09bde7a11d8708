import type { PhoneSetting } from '../../star-codes/contract.ts';
import type { CallFacts } from './call-facts.ts';
import type { CallPath } from './call-path.ts';
import type { Attempt, CallerId, Exits, TakenServiceCall } from './decision.ts';
import type { FlowStage, InFlow } from './in-flow.ts';
import type { Leg, Party } from './legs.ts';
import type { Door, MailboxFacts, MessageNote, Sound } from './mailbox.ts';
import type { RefusalReason } from '../rules.ts';
import type { ListeningStage } from './listening-stage.ts';

/** A call in progress: the caller's channel, and the scene that the call is in. */
export type Call = { caller: string; scene: Scene };

/** What a call carries from scene to scene, once it is admitted. */
export type Admitted = {
  facts: CallFacts;
  /** who the caller's channel belongs to; after a transfer it may be the one that was called */
  party: Party;
  /** the caller, as a phone within the tenant sees it */
  origin: CallerId;
  /** what the caller offered and we know, in its order */
  codecs: string[];
  /** the caller must speak with encrypted sound */
  encryptedCaller: boolean;
  /** what happened on its way so far */
  path: CallPath;
  /** the number of legs so far; names the next */
  legsMade: number;
  /** since when the caller has been talking; null if nobody has answered it yet */
  answered: Answered | null;
  /** where the call waits, or waited before it rang back; null if it is not parked */
  parked: Parked | null;
  /** who transferred the call, and gets it back if nobody takes it */
  returnTo: Party | null;
  /** the flow that the call is in, or comes back to; null if it is in none */
  flow: InFlow | null;
  /** when a flow answered the call, so that the caller hears it; null if none has */
  flowAnswer: Answer | null;
};

/** `by` parked it and gets it back when nobody fetches it; `recalls` is how often it did. */
export type Parked = { slot: string; by: Party; recalls: number };

/** The first answer to a call, and who gave it. */
export type Answered = { since: Answer; by: Party };

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
  /** the service is asked for a call to a phone, and looks whether it is this one that makes it */
  requested: object;
  /** the service calls the phones of an extension; the first that answers is the caller from then on */
  originating: Admitted &
    Pick<TakenServiceCall, 'purpose'> & {
      /** the phones that ring; the caller's channel is one of them */
      legs: Leg[];
      ringSeconds: number;
      /** why legs ended */
      causes: number[];
      /** a phone has answered, and opens its audio */
      isAnswered: boolean;
    };
  /** the caller records a sound for the media library, whose recording has the id of the call */
  recordingSound: Admitted & { stage: 'beginning' | 'recording' | 'leaving' };
  /** the caller hears why the call is not put through, and then the call ends; `admitted` if it was live before */
  announcing: { reason: RefusalReason; admitted: Admitted | null };
  /** the callee's phones ring, or a trunk is tried */
  dialling: Admitted & {
    /** legs that ring, or are about to */
    legs: Leg[];
    ringSeconds: number;
    /** what is tried when these legs have failed */
    next: Attempt[];
    /** the next is tried after any failure; otherwise only after a carrier's fault */
    inOrder: boolean;
    /** where the call goes when nobody takes it */
    exits: Exits | null;
    /** the legs are in the caller's bridge already, so that it hears what they send before the answer */
    earlyMediaBridged: boolean;
    /** the caller hears ringback */
    ringbackSent: boolean;
    /** why legs ended */
    causes: number[];
    /** a phone has declined by 603, and the caller gets the same */
    declined: boolean;
  };
  /** nobody took the call, and the database is asked where it goes next */
  rerouting: Admitted & { ringbackSent: boolean };
  /** the call goes through a flow, and does what the node says that it is at */
  inFlow: Admitted & { flow: InFlow; stage: FlowStage };
  talking: Admitted & {
    leg: string;
    callee: Party;
    answered: Answered;
    /** the leg of the facts that the callee's is charged as */
    billed?: number;
  };
  /** a mailbox greets the caller and records what it says */
  takingMessage: Admitted & {
    mailbox: MailboxFacts;
    note: MessageNote;
    stage: 'answered' | 'greeting' | 'recording' | 'leaving';
    answer: Answer;
  };
  /** somebody listens to the messages in a mailbox */
  listening: Admitted & {
    door: Door;
    stage: ListeningStage;
    /** goes up with all that is said, and names it */
    turn: number;
    /** what is said now, to be said again when nothing is pressed */
    sounds: Sound[];
    turnsInSilence: number;
    /** wrong PINs */
    attempts: number;
    answer: Answer;
  };
  /** a slot is looked for: for the caller, or for a call that it will transfer there */
  parking: Admitted & { by: Party };
  /** a phone has dialled the code for parking and hears the slot that is kept for it */
  atDesk: Admitted & { slot: string; by: Party; turn: number };
  /** the caller hears music until a phone fetches it */
  waiting: Admitted & { parked: Parked; since: string };
  /** the caller waits, while a call that rings somewhere is looked for */
  pickingUp: Admitted;
  /** a phone has dialled a star code that sets something, and hears what is set; `isOn` counts once it is, and `answer` is null until then */
  setting: Admitted & { setting: PhoneSetting; isOn: boolean; answer: Answer | null };
  /** its party waits, while the call that it is to be joined with is looked for */
  joining: Admitted & { to: string };
  /** its party and the one of another call talk to each other, in this bridge: one transferred the other after talking to it */
  joined: Admitted & { with: string; bridge: string };
  ended: object;
};

export type SceneKind = keyof Scenes;
export type Scene<K extends SceneKind = SceneKind> = { [P in K]: { kind: P } & Scenes[P] }[K];

/** Null before a call is admitted, and of one that is refused. */
export function admittedOf({ scene }: Call): Admitted | null {
  switch (scene.kind) {
    case 'dialling':
    case 'originating':
    case 'recordingSound':
    case 'rerouting':
    case 'inFlow':
    case 'talking':
    case 'takingMessage':
    case 'listening':
    case 'parking':
    case 'atDesk':
    case 'waiting':
    case 'pickingUp':
    case 'setting':
    case 'joining':
    case 'joined':
      return scene;
    case 'announcing':
      return scene.admitted;
    case 'admitting':
    case 'requested':
    case 'ended':
      return null;
  }
}

export const factsOf = (call: Call): CallFacts | null => admittedOf(call)?.facts ?? null;

/** The fields that every scene of an admitted call has. */
export const carried = (of: Admitted): Admitted => ({
  facts: of.facts,
  party: of.party,
  origin: of.origin,
  codecs: of.codecs,
  encryptedCaller: of.encryptedCaller,
  path: of.path,
  legsMade: of.legsMade,
  answered: of.answered,
  returnTo: of.returnTo,
  flow: of.flow,
  flowAnswer: of.flowAnswer,
  parked: of.parked,
});

/** Whether the caller's channel is answered: by a person or a machine, or by a flow. */
export const isUp = ({ answered, flowAnswer }: Admitted): boolean => answered !== null || flowAnswer !== null;

/** The channels of a call other than the caller's: those that ring, or the one that was answered. */
export function legsOf({ caller, scene }: Call): string[] {
  switch (scene.kind) {
    case 'originating':
      return scene.legs.map(({ channel }) => channel).filter((channel) => channel !== caller);
    case 'dialling':
      return scene.legs.map(({ channel }) => channel);
    case 'talking':
      return [scene.leg];
    case 'admitting':
    case 'requested':
    case 'recordingSound':
    case 'announcing':
    case 'rerouting':
    case 'inFlow':
    case 'takingMessage':
    case 'listening':
    case 'parking':
    case 'atDesk':
    case 'waiting':
    case 'pickingUp':
    case 'setting':
    case 'joining':
    case 'joined':
    case 'ended':
      return [];
  }
}

/** The scenes in which the caller's channel is answered, whatever came before. */
const ANSWERED: ReadonlySet<SceneKind> = new Set([
  'talking',
  'joined',
  'waiting',
  'takingMessage',
  'listening',
  'recordingSound',
]);

/** The phones of a call, not its carriers, whose channels are answered: they send sound all the while, unless they are gone or muted. */
export function phonesOf(call: Call): string[] {
  const { caller, scene } = call;
  const admitted = admittedOf(call);
  if (!admitted || !(ANSWERED.has(scene.kind) || isUp(admitted))) return [];
  const { facts, party } = admitted;
  // a phone that called for help without the database is of no known extension
  const isPhone = party.extensionId !== null || (facts.emergency && facts.direction === 'outbound');
  const other = scene.kind === 'talking' && scene.callee.extensionId !== null ? [scene.leg] : [];
  return isPhone ? [caller, ...other] : other;
}

/** The channels in a call that belong to that extension. */
export function channelsOf({ caller, scene }: Call, { extensionId }: Party): string[] {
  if (extensionId === null) return [];
  if (scene.kind !== 'talking' && scene.kind !== 'dialling' && scene.kind !== 'atDesk') return [];
  const callee = scene.kind === 'talking' && scene.callee.extensionId === extensionId ? [scene.leg] : [];
  return scene.party.extensionId === extensionId ? [caller, ...callee] : callee;
}
