import { createFlowTestCall } from '../../../src/service-calls/endpoints.ts';
import { CallMe } from '../../kit/acts/CallMe.tsx';
import { useApiMutation } from '../../kit/session/changes.ts';
import styles from './testing.module.css';

type PlayToPhoneProps = {
  params: { tenantId: string; flowId: string };
  disabledReason: string | null;
  /** Saves the draft. False if that failed. */
  save: () => Promise<boolean>;
};

/** Calls a phone and plays the draft to it. */
export function PlayToPhone({ params, disabledReason, save }: PlayToPhoneProps) {
  const { mutateAsync } = useApiMutation(createFlowTestCall, { errors: 'shown' });
  const ask = async (extensionId: string) => ((await save()) ? mutateAsync({ params, body: { extensionId } }) : null);
  return (
    <section className={styles.saved} aria-label="Hear it on a phone">
      <h3>Hear it on a phone</h3>
      <p className={styles.hint}>
        The draft is saved and played to the phone. Nobody else rings: steps that would ring a phone are announced, and
        you choose how they end. Webhooks get “test”: true. The call is free, and isn’t listed or counted anywhere.
      </p>
      <CallMe ask={ask} disabledReason={disabledReason} />
    </section>
  );
}
