import type { EchoedCalls } from '../test/sip/echoed-calls.ts';
import type { LoadRow } from '../test/sip/load.ts';
import { type Address, audioAddress } from '../test/sip/message.ts';
import { RawPhone } from '../test/sip/raw-phone.ts';
import { audioSdp } from '../test/sip/sdp.ts';

/** A call that lasts until it is hung up. */
export type HeldCall = { end(): Promise<void> };

/** On a busy machine, an INVITE is retransmitted, challenged again and refused. */
const ATTEMPTS = 5;

/** Makes a phone call its number and talk until the call ends. */
export async function holdCall(server: Address, row: LoadRow, sound: EchoedCalls): Promise<HeldCall> {
  const { sipUsername, password = '', number = '' } = row;
  const phone = await RawPhone.open({ sipUsername, password, server });
  const mouth = await sound.open();
  for (let attempt = 1; ; attempt++) {
    const outgoing = phone.invite(number, audioSdp(mouth.port));
    const final = await outgoing.final;
    const address = audioAddress(final);
    if (final.status === 200 && address) {
      mouth.speak(address);
      const dialog = await outgoing.dialog();
      return {
        async end() {
          await phone.within(dialog, 'BYE', {}, 20_000);
          await phone[Symbol.asyncDispose]();
        },
      };
    }
    if (attempt === ATTEMPTS) throw new Error(`${number} answers ${final.firstLine}`);
  }
}
