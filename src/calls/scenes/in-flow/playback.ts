import { type Collection, type DigitEvent, collect, startCollecting } from '../../digits/collect.ts';
import { type Call, carried, isUp, type Scene } from '../../model/call.ts';
import type { Command } from '../../model/command.ts';
import type { Event } from '../../model/event.ts';
import { soundsOf, spokenValue } from '../../model/flow-sounds.ts';
import type { FlowStage, Playback } from '../../model/in-flow.ts';
import { noteFor } from '../../model/leg-note.ts';
import type { Sound } from '../../model/mailbox.ts';
import { CAUSE } from '../../rules.ts';
import * as ended from '../ended.ts';
import { act, after, stay, type Step } from '../step.ts';
import { LEAD_IN_MS, MIN_SOUND_MS } from './flow-times.ts';
import { type AdmittedInFlow, walk } from './in-flow.ts';
import { RING_RESULTS, ringResult } from './rehearsal.ts';

type Flow = Scene<'inFlow'>;

/** Played when nothing else can be. */
const LAST_RESORT = 'strowger/not-possible-now';
/** More digits than any caller types ahead. */
const MAX_TYPED_AHEAD = 30;

/** Names the playback and timer of the current turn. */
export const timerOf = ({ facts, flow }: AdmittedInFlow): string => `${facts.id}-flow-${flow.turn}`;
/** Names one of the timers for digits at a node. */
const digitTimer = (scene: AdmittedInFlow, turn: number): string => `${timerOf(scene)}-${turn}`;

const inStage = (walking: AdmittedInFlow, stage: FlowStage): Flow => ({
  kind: 'inFlow',
  ...carried(walking),
  flow: walking.flow,
  stage,
});

const note = ({ caller }: Call, walking: AdmittedInFlow): Command => ({
  type: 'setNote',
  channel: caller,
  note: noteFor(caller, walking, walking.party),
});

/** Plays something to the caller. The call is answered at this point, unless it already is. */
export function startPlayback(call: Call, walking: AdmittedInFlow, playback: Playback, at: string): Step {
  if (isUp(walking)) return begin(call, walking, playback, at);
  const answered: AdmittedInFlow = { ...walking, flowAnswer: { kind: 'seen', at } };
  const scene = inStage(answered, { at: 'opening', playback });
  return act(
    call,
    scene,
    { type: 'answer', channel: call.caller },
    { type: 'saveFlowAnswer', facts: walking.facts, at },
    { type: 'wait', milliseconds: LEAD_IN_MS, next: { type: 'elapsed', timer: timerOf(scene) } },
    note(call, answered),
  );
}

function begin(call: Call, walking: AdmittedInFlow, playback: Playback, at: string): Step {
  const { flow, facts } = walking;
  const sounds = soundsIn(flow, facts.tenantId, playback);
  const isLast = playback.do === 'message' || (playback.do === 'rehearse' && !playback.asks);
  if (sounds === null || (isLast && sounds.length === 0)) return soundMissing(call, walking, isLast, at);
  if (playback.do === 'collect') return listen(call, walking, { collect: playback, sounds, at });
  if (playback.do === 'rehearse' && playback.asks)
    return listen(call, walking, { collect: RING_RESULTS, sounds, at, rehearses: true });
  if (sounds.length === 0) return walk(call, walking, { outcome: { kind: 'played' }, at });
  return play(call, inStage(walking, { at: 'playing', since: at, isLast }), sounds);
}

function soundsIn(flow: AdmittedInFlow['flow'], tenantId: string | null, playback: Playback): Sound[] | null {
  if (playback.do === 'say') return spokenValue(playback);
  return playback.do === 'rehearse' ? [...playback.sounds] : soundsOf(flow, tenantId, playback.prompts);
}

/** The note comes first, because Asterisk sets no channel variables during a playback. */
const play = (call: Call, scene: Flow, sounds: Sound[]): Step =>
  after([note(call, scene)], act(call, scene, { type: 'play', channel: call.caller, id: timerOf(scene), sounds }));

/** If a sound is missing, the flow's fallback speaks. If the fallback's sound is missing, our own does. */
const soundMissing = (call: Call, walking: AdmittedInFlow, isLast: boolean, at: string): Step =>
  isLast ? playLastResort(call, walking, at) : walk(call, walking, { outcome: { kind: 'missing' }, at });

/** Plays our own sentence, because the flow has nothing that can be played. Then the call ends. */
export function playLastResort(call: Call, walking: AdmittedInFlow, at: string): Step {
  const { flow } = walking;
  const next: AdmittedInFlow = {
    ...carried(walking),
    flow: { ...flow, turn: flow.turn + 1, sentFor: null },
    flowAnswer: walking.flowAnswer ?? (isUp(walking) ? null : { kind: 'seen', at }),
  };
  const open: Command[] = isUp(walking)
    ? []
    : [
        { type: 'answer', channel: call.caller },
        { type: 'saveFlowAnswer', facts: walking.facts, at },
      ];
  return after(
    open,
    play(call, inStage(next, { at: 'playing', since: LAST_RESORT_MARK, isLast: true }), [LAST_RESORT]),
  );
}

/** Marks the playback of our own sentence. It always exists, so a short playback of it doesn't count as failed. */
const LAST_RESORT_MARK = '1970-01-01T00:00:00.000Z';

function listen(
  call: Call,
  walking: AdmittedInFlow,
  {
    collect,
    sounds,
    at,
    rehearses = false,
  }: {
    collect: Pick<Extract<Playback, { do: 'collect' }>, 'rules' | 'directDial' | 'typedAhead'>;
    sounds: Sound[];
    at: string;
    rehearses?: boolean;
  },
): Step {
  const { rules, directDial, typedAhead } = collect;
  const { wanted } = rules;
  const extensions = directDial ? (walking.flow.loaded?.extensions.map(({ number }) => number) ?? []) : [];
  const known = wanted.kind === 'choice' ? { ...rules, wanted: { ...wanted, extensions } } : rules;
  const collection = startCollecting(known, typedAhead, sounds.length > 0);
  const scene = inStage(walking, { at: 'collecting', since: at, collecting: collection.state, rehearses });
  if (collection.result || collection.stopPrompt || sounds.length === 0) {
    const step = collected(call, scene, { ...collection, stopPrompt: false }, at);
    return after([note(call, walking)], step);
  }
  return play(call, scene, sounds);
}

function collected(call: Call, scene: Flow, { state, result, stopPrompt, timer }: Collection, at: string): Step {
  const stop: Command[] = stopPrompt ? [{ type: 'stopPlaying', id: timerOf(scene) }] : [];
  const { stage } = scene;
  const [since, rehearses] = stage.at === 'collecting' ? [stage.since, stage.rehearses] : [at, false];
  if (result)
    return walk(call, scene, {
      outcome: rehearses ? ringResult(result) : { kind: 'collected', digits: result },
      at,
      first: stop,
    });
  const wait: Command[] =
    timer === null
      ? []
      : [
          {
            type: 'wait',
            milliseconds: timer,
            next: { type: 'elapsed', timer: digitTimer(scene, state.turn) },
          },
        ];
  return act(call, { ...scene, stage: { at: 'collecting', since, collecting: state, rehearses } }, ...stop, ...wait);
}

const feed = (call: Call, scene: Flow, event: DigitEvent, at: string): Step =>
  scene.stage.at === 'collecting' ? collected(call, scene, collect(scene.stage.collecting, event), at) : stay(call);

/**
 * A call has one buffer for digits until it is connected to a person. A digit that the current node doesn't wait for
 * may be used by the next node.
 */
export function pressed(call: Call, scene: Flow, digit: string, at: string): Step {
  const { stage, flow } = scene;
  if (stage.at === 'collecting') return feed(call, scene, { kind: 'digit', digit }, at);
  if (stage.at === 'opening' && stage.playback.do === 'collect') {
    const playback = { ...stage.playback, typedAhead: stage.playback.typedAhead + digit };
    return act(call, { ...scene, stage: { at: 'opening', playback } });
  }
  const typedAhead = (flow.position.typedAhead + digit).slice(0, MAX_TYPED_AHEAD);
  return act(call, { ...scene, flow: { ...flow, position: { ...flow.position, typedAhead } } });
}

export function elapsed(call: Call, scene: Flow, timer: string, at: string): Step {
  const { stage } = scene;
  if (stage.at === 'collecting') {
    const { turn } = stage.collecting;
    return timer === digitTimer(scene, turn) ? feed(call, scene, { kind: 'elapsed', turn }, at) : stay(call);
  }
  if (timer !== timerOf(scene)) return stay(call);
  if (stage.at === 'opening') return begin(call, scene, stage.playback, at);
  if (stage.at !== 'asking') return stay(call);
  const { caller: channel } = call;
  return isUp(scene)
    ? act(
        call,
        { ...scene, stage: { at: 'asking', fills: 'music' } },
        { type: 'startMusic', channel, tenantId: scene.facts.tenantId },
      )
    : act(call, { ...scene, stage: { at: 'asking', fills: 'ringing' } }, { type: 'ring', channel });
}

export function played(
  call: Call,
  scene: Flow,
  { id, failed = false }: Extract<Event, { type: 'played' }>,
  at: string,
): Step {
  const { stage } = scene;
  if (id !== timerOf(scene) || (stage.at !== 'playing' && stage.at !== 'collecting')) return stay(call);
  const isLast = stage.at === 'playing' && stage.isLast;
  if (isLast && stage.since === LAST_RESORT_MARK) return end(call, at);
  if (failed || Date.parse(at) - Date.parse(stage.since) < MIN_SOUND_MS)
    return isPlaying(stage) ? soundMissing(call, scene, isLast, at) : stay(call);
  if (stage.at === 'collecting') return feed(call, scene, { kind: 'promptEnded' }, at);
  return isLast ? end(call, at) : walk(call, scene, { outcome: { kind: 'played' }, at });
}

/** A prompt that a digit has stopped may be short without having failed. */
const isPlaying = (stage: FlowStage): boolean => stage.at !== 'collecting' || stage.collecting.isPlaying;

const end = (call: Call, at: string): Step => ended.enter(call, { cause: CAUSE.normal, by: 'system' }, at);

/** Stops what the caller hears now. */
export function stopPlayback({ caller: channel }: Call, scene: Flow): Command[] {
  const { stage } = scene;
  if (stage.at === 'playing' || stage.at === 'collecting') return [{ type: 'stopPlaying', id: timerOf(scene) }];
  return stage.at === 'asking' && stage.fills === 'music' ? [{ type: 'stopMusic', channel }] : [];
}
