import type { Logger } from 'pino';
import { answerQuestion, type FlowSources } from '../calls/flow-questions.ts';
import { loadFlows } from '../calls/flow-versions.ts';
import { reportMissingTarget } from '../flows/missing-targets/missing-targets.ts';
import type { CallEffects } from './runner/call-effects.ts';

export type FlowEffects = {
  load: CallEffects['loadFlows'];
  ask: CallEffects['askFlow'];
  report: CallEffects['reportFlow'];
};

/** The effects of calls in flows: reads from the database, and requests to tenants' servers. */
export function openFlowEffects(sources: FlowSources, log: Logger): FlowEffects {
  const { db } = sources;
  return {
    async load({ tenantId, versionIds }) {
      if (tenantId === null) return null;
      try {
        return await loadFlows(db, tenantId, versionIds);
      } catch (err) {
        log.error({ err, tenant: tenantId }, 'the flows of a call could not be read again');
        return null;
      }
    },
    async ask(asked) {
      try {
        return await answerQuestion(sources, asked, Date.now());
      } catch (err) {
        const { facts, question } = asked;
        log.error({ err, call: facts.id, question: question.do }, 'a question of a flow failed');
        return question.do === 'ask' ? { kind: 'replied', variables: null } : { kind: 'missing' };
      }
    },
    report({ facts, place, because }) {
      log.warn({ call: facts.id, tenant: facts.tenantId, ...place, because }, 'a flow could not continue');
      if (because !== 'missing_target' || facts.tenantId === null) return;
      reportMissingTarget(db, facts.tenantId, place, new Date()).catch((err: unknown) =>
        log.error({ err }, 'a missing target could not be reported'),
      );
    },
  };
}
