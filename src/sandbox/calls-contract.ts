import { z } from 'zod';
import { testCaller } from '../flows/test-cases/contract.ts';
import { EXAMPLE_ID, idOf } from '../platform/values/fields.ts';
import { wholeNumber } from '../platform/values/values.ts';

const seconds = (most: number) => wholeNumber(1, most);

export const SandboxCallCreate = z
  .strictObject({
    tenantId: z.uuid().meta({ description: 'The id of the sandbox.', examples: [EXAMPLE_ID] }),
    extensionId: z.uuid().meta({ description: 'The id of the extension that is called.', examples: [EXAMPLE_ID] }),
    from: testCaller()
      .default('+12025550123')
      .meta({ description: 'The caller ID to show: a number in E.164.', examples: ['+12025550123'] }),
    outcome: z.enum(['answered', 'missed']).default('answered').meta({
      description:
        '`answered`: the extension answers, and the caller hangs up at the end. `missed`: the caller gives up.',
    }),
    ringSeconds: seconds(60)
      .default(2)
      .meta({ description: 'How long it rings.', examples: [2] }),
    talkSeconds: seconds(60)
      .default(5)
      .meta({ description: 'How long they talk, once it is answered.', examples: [5] }),
  })
  .meta({ id: 'SandboxCallCreate', description: 'A call from outside to play on a sandbox.' });
export type SandboxCallCreate = z.output<typeof SandboxCallCreate>;

export const SandboxCall = z.object({ id: idOf('call') }).meta({
  id: 'SandboxCall',
  description: 'A call that has begun. It is in `/tenants/{tenantId}/live-calls`, and in `/calls` once it has ended.',
});
export type SandboxCall = z.infer<typeof SandboxCall>;
