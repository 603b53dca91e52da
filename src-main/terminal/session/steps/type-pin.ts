import type { EncryptedPinBlock, PinPad } from '../../../../devices/contract/pin-pad.ts';
import { pinAccount } from '../../../../src-shared/pin-account.ts';
import { Sensitive } from '../../../../src-shared/sensitive.ts';
import type { ScreenOf } from '../../../../src-shared/view.ts';
import type { InsertedCard, ItemContext } from '../context.ts';

type PinEntry = ScreenOf<'pinEntry'>;

const pinLength = 6;
/** Nobody touches the screen while typing on the pad, and some type slowly. */
const unhurried = { idleMs: 180_000, warningMs: 30_000 };
/** The pad waits no longer for one PIN; then it is asked again, and the citizen notices nothing. */
const entryMs = 120_000;

/**
 * Lets the citizen type a PIN on the pad. The screen learns how many digits there are, and this process no more: what
 * comes back is a block that only a security module opens.
 */
export async function typePin(
  context: ItemContext,
  card: InsertedCard,
  entry: Pick<PinEntry, 'which' | 'problem' | 'triesLeft'>,
): Promise<EncryptedPinBlock | 'back' | 'padLost'> {
  const pad = context.devices.pinPad;
  if (pad === undefined) throw new Error('the item needs a PIN pad and was offered without');
  const account = new Sensitive(pinAccount(card.idNumber.reveal()), 'the account of a card');
  let { problem } = entry;
  for (;;) {
    if (!ready(pad)) return 'padLost';
    const screen: PinEntry = {
      kind: 'pinEntry',
      ...entry,
      problem,
      listening: false,
      entered: 0,
      length: pinLength,
    };
    const answer = await context.conversation.during(
      screen,
      (signal, amend) =>
        pad.readPinBlock({
          signal,
          timeoutMs: entryMs,
          format: 'iso0',
          keyName: 'pin',
          account,
          minimumLength: pinLength,
          maximumLength: pinLength,
          onProgress: ({ entered }) => amend({ ...screen, listening: true, entered }),
        }),
      ['back'],
      { patience: unhurried },
    );
    if (answer.kind === 'act') return 'back';
    const read = answer.value;
    if (read.ok) return read.value;
    if (read.error.errorCode === 'minimumLength') problem = 'tooShort';
    else if (read.error.completionCode === 'canceled') return 'back';
    else if (read.error.completionCode !== 'timeOut') return 'padLost';
  }
}

function ready({ status }: PinPad): boolean {
  return (
    (status.device === 'online' || status.device === 'deviceBusy') &&
    (status.encryptionState === 'ready' || status.encryptionState === 'busy')
  );
}
