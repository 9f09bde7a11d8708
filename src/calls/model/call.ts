import type { PhoneSetting } from '../../star-codes/contract.ts';
import type { RefusalReason } from '../rules.ts';
import type { CallFacts } from './call-facts.ts';
import type { CallPath } from './call-path.ts';
import type { Arrival, Attempt, CallerId, Exits, TakenServiceCall } from './decision.ts';
import type { FlowStage, InFlow } from './in-flow.ts';
import type { Leg, Party } from './legs.ts';
import type { ListeningStage } from './listening-stage.ts';
import type { MailboxAccess, MailboxFacts, MessageNote, Sound } from './mailbox.ts';

/** A call in progress: the caller's channel and the current scene. */
export type Call = { caller: string; scene: Scene };

/** What an admitted call carries from scene to scene. */
export type Admitted = {
  facts: CallFacts;
  /** the party on the caller's channel; after a transfer it may be the one that was called */
  party: Party;
  /** the caller ID that the tenant's phones show */
  origin: CallerId;
  /** the codecs that the caller offered and we support, in its order */
  codecs: string[];
  /** the caller's media must be encrypted */
  encryptedCaller: boolean;
  /** what has happened to the call so far */
  path: CallPath;
  /** how many legs were created so far; the next leg's name comes from it */
  legsMade: number;
  /** the first answer; null if nobody has answered yet */
  answered: Answered | null;
  /** the slot where the call is parked, or was before it rang back; null if it is not parked */
  parked: Parked | null;
  /** the party that transferred the call, and gets it back if nobody answers */
  returnTo: Party | null;
  /** the flow that the call is in or will return to; null if there is none */
  flow: InFlow | null;
  /** when a flow answered the call; null if none has */
  flowAnswer: Answer | null;
};

/**
 * `by`: the party that parked the call and gets it back if nobody retrieves it. `recalls`: how often it has rung back.
 */
export type Parked = { slot: string; by: Party; recalls: number };

/** The first answer to a call, and who answered. */
export type Answered = { since: Answer; by: Party };

/** After a restart of call control, only the call's live row has the time of the answer. */
export type Answer = { kind: 'seen'; at: string } | { kind: 'inLiveRow' };

/**
 * The scenes of a call, each with only its own fields. To add a scene, add an entry here, a file in `scenes/` with
 * `enter` and `on`, and a line in the table of `machine.ts`. `legsOf` doesn't compile until it names the scene's
 * channels. `rebuild-calls.ts` rebuilds the scenes that survive a restart.
 */
type Scenes = {
  /** the database decides whether the call goes through, and where to */
  admitting: Pick<Arrival, 'id' | 'codecs' | 'legsMade'>;
  /** somebody has asked for a service call, and call control tries to claim it */
  requested: object;
  /** a service call rings the phones of an extension; the first to answer becomes the caller */
  originating: Admitted &
    Pick<TakenServiceCall, 'purpose'> & {
      /** the ringing legs; the caller's channel is one of them */
      legs: Leg[];
      ringSeconds: number;
      /** why legs ended */
      causes: number[];
      /** a phone has answered, and its audio is starting */
      isAnswered: boolean;
    };
  /** the caller records a sound for the media library; the recording has the call's id */
  recordingSound: Admitted & { stage: 'beginning' | 'recording' | 'leaving' };
  /** the caller hears why the call is refused, and then the call ends; `admitted`: if it was live before */
  announcing: { reason: RefusalReason; admitted: Admitted | null };
  /** the callee's phones ring, or a trunk is tried */
  dialling: Admitted & {
    /** the legs that ring or are about to */
    legs: Leg[];
    ringSeconds: number;
    /** what to try when these legs have failed */
    next: Attempt[];
    /** how to decide the call again when these legs have failed, if a restart of call control has lost `next` */
    again?: Arrival;
    /** try the next attempt after any failure; otherwise only after a trunk failure */
    inOrder: boolean;
    /** where the call goes if nobody answers */
    exits: Exits | null;
    /** the legs are already in the caller's bridge, so that the caller hears early media */
    earlyMediaBridged: boolean;
    /** the caller hears ringback */
    ringbackSent: boolean;
    /** why legs ended */
    causes: number[];
    /** a phone has declined with a 603, and the caller gets one too */
    declined: boolean;
  };
  /** nobody answered, and the database decides where the call goes next */
  rerouting: Admitted & { ringbackSent: boolean };
  /** the call is at a node of a flow */
  inFlow: Admitted & { flow: InFlow; stage: FlowStage };
  talking: Admitted & {
    leg: string;
    callee: Party;
    answered: Answered;
    /** the number of the charged leg in the facts that is the callee's */
    billed?: number;
  };
  /** a mailbox plays its greeting and records a message */
  takingMessage: Admitted & {
    mailbox: MailboxFacts;
    note: MessageNote;
    stage: 'answered' | 'greeting' | 'noting' | 'recording' | 'checking' | 'leaving';
    answer: Answer;
  };
  /** the caller listens to messages in a mailbox */
  listening: Admitted & {
    access: MailboxAccess;
    stage: ListeningStage;
    /** counts the prompts; timers and playbacks are named after it */
    turn: number;
    /** the prompt being played, for when the caller presses nothing */
    sounds: Sound[];
    turnsInSilence: number;
    /** wrong PINs */
    attempts: number;
    answer: Answer;
  };
  /** a free slot is looked for, for this call or for one that will be transferred there */
  parking: Admitted & { by: Party };
  /** a phone has dialled the parking code and hears the slot that is reserved for it */
  announcingSlot: Admitted & { slot: string; by: Party; turn: number };
  /** the call is parked; the caller hears music until a phone retrieves the call */
  waiting: Admitted & { parked: Parked; since: string };
  /** the caller waits while call control looks for the call to pick up or retrieve */
  pickingUp: Admitted;
  /**
   * a phone has dialled a star code that changes a setting, and hears the result; `answer` is null and `isOn` has no
   * meaning until the setting is saved
   */
  setting: Admitted & { setting: PhoneSetting; isOn: boolean; answer: Answer | null };
  /** the caller waits while call control looks for the other call of an attended transfer */
  joining: Admitted;
  /** the caller talks to the party of another call, in this bridge, after an attended transfer or a pickup */
  joined: Admitted & { with: string; bridge: string };
  ended: object;
};

export type SceneKind = keyof Scenes;
export type Scene<K extends SceneKind = SceneKind> = { [P in K]: { kind: P } & Scenes[P] }[K];

/** Null for a call that is not admitted yet, is refused, or has ended. */
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
    case 'announcingSlot':
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

/** The id of a call that has a live row, or may be getting one. Null for other calls. */
export const idOf = (call: Call): string | null =>
  call.scene.kind === 'admitting' ? call.scene.id : (factsOf(call)?.id ?? null);

/** Copies the fields that every scene of an admitted call has. */
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

/** Whether the caller's channel is answered, by a person, a machine or a flow. */
export const isUp = ({ answered, flowAnswer }: Admitted): boolean => answered !== null || flowAnswer !== null;

/** The channels of a call other than the caller's: the ringing legs, or the leg that answered. */
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
    case 'announcingSlot':
    case 'waiting':
    case 'pickingUp':
    case 'setting':
    case 'joining':
    case 'joined':
    case 'ended':
      return [];
  }
}

/** The scenes in which the caller's channel is always answered. */
const ANSWERED: ReadonlySet<SceneKind> = new Set([
  'talking',
  'joined',
  'waiting',
  'takingMessage',
  'listening',
  'recordingSound',
]);

/**
 * The answered channels of a call that are phones, as opposed to carriers. They send audio all the time, unless they
 * are gone or muted.
 */
export function phonesOf(call: Call): string[] {
  const { caller, scene } = call;
  const admitted = admittedOf(call);
  if (!admitted || !(ANSWERED.has(scene.kind) || isUp(admitted))) return [];
  const { facts, party } = admitted;
  // a phone that made an emergency call while the database was down has no known extension
  const isPhone = party.extensionId !== null || (facts.emergency && facts.direction === 'outbound');
  const other = scene.kind === 'talking' && scene.callee.extensionId !== null ? [scene.leg] : [];
  return isPhone ? [caller, ...other] : other;
}

/** The channels of a call that belong to an extension. */
export function channelsOf(call: Call, { extensionId }: Party): string[] {
  const admitted = admittedOf(call);
  if (!admitted || extensionId === null) return [];
  const { caller, scene } = call;
  const callee = scene.kind === 'talking' && scene.callee.extensionId === extensionId ? [scene.leg] : [];
  return admitted.party.extensionId === extensionId ? [caller, ...callee] : callee;
}
