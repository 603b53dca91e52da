import type { Clock } from '../../../src-shared/clock.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { DeviceError } from '../../contract/common.ts';
import type { ReceiptPrinterErrorCode } from '../../contract/receipt-printer.ts';
import type { EscPosChannel } from './channel.ts';
import { dialects, ejector } from './dialect.ts';
import { commands } from './encoder.ts';
import { refusal } from './errors.ts';
import type { Presenter } from './presenter.ts';
import { printJob } from './print-job.ts';
import type { EscPosProfile } from './profile.ts';
import type { EscPosFlags } from './status.ts';

/** A unit on an open line, and one command at it. */
export interface UnitAtWork {
  readonly channel: EscPosChannel;
  readonly clock: Clock;
  readonly profile: EscPosProfile;
  /** Milliseconds on `clock`. */
  readonly deadline: number;
  readonly signal: AbortSignal | undefined;
  readonly isLost: () => boolean;
  readonly ask: () => Promise<Result<EscPosFlags, DeviceError<never>>>;
  /** What the unit said last. */
  readonly flags: () => EscPosFlags;
}

type Motion = Promise<Result<void, DeviceError<ReceiptPrinterErrorCode>>>;

/** No unit is up again so soon after its power was gone: a question between finds it silent. */
const askDuringSendingS = 0.4;

/**
 * Parts of whole commands, and then the question whose answer says that all of them were done.
 *
 * @param discard throws what is left out of the unit's buffer; null where what is left may still be done
 */
export function runParts(
  unit: UnitAtWork,
  parts: readonly Uint8Array[],
  discard: Uint8Array | null,
): ReturnType<typeof printJob> {
  const { signal, ...rest } = unit;
  return printJob({
    ...rest,
    ...(signal === undefined ? {} : { signal }),
    parts: [...parts, commands.paperStatusInTurn],
    askAfterBytes: unit.profile.bytesPerSecond * askDuringSendingS,
    discard,
  });
}

/** Half a slip may hang below the head. Where there is a mouth it goes the way of what nobody takes. */
export function cutRemains({ presenter, dialect, cut }: EscPosProfile): readonly Uint8Array[] {
  return [dialects[dialect].cut[cut], ...(presenter === null ? [] : [ejector[presenter.untaken]])];
}

/** A line that was lost within an image leaves the unit waiting for dots, and it would take ours for them. */
export async function discardRemains(unit: UnitAtWork): Motion {
  const { channel, profile, deadline, signal, isLost } = unit;
  const { discard, discardRestarts } = dialects[profile.dialect];
  await channel.write(discard);
  const up = !discardRestarts || (await channel.awaitRestart(deadline, isLost, signal));
  if (up && (await channel.settle(deadline, signal))) return ok();
  return err(
    signal?.aborted
      ? refusal('canceled', 'canceled while the unit was busy with something older')
      : refusal('timeOut', 'the unit was busy with something older'),
  );
}

/** What nobody took must not come between this citizen and the next slip. */
export async function emptyMouth(unit: UnitAtWork, presenter: Presenter): Motion {
  const { profile, flags } = unit;
  if (profile.presenter === null || flags().ticketPresent !== true) return ok();
  return putAway(unit, presenter, profile.presenter.untaken);
}

export async function putAway(unit: UnitAtWork, presenter: Presenter, action: 'retract' | 'eject'): Motion {
  const refuse = (errorCode: ReceiptPrinterErrorCode, description: string) =>
    err({ ...refusal('commandErrorCode', description), errorCode });
  const inMouth = () => unit.flags().ticketPresent === true;
  if (!inMouth()) return refuse('noMediaPresent', 'no ticket is in the mouth');
  if (action === 'retract' && presenter.retractBin === 'full') {
    return refuse('retractBinFull', 'the retract bin holds as many tickets as it takes');
  }
  const result = await presenter.during(
    action,
    () => runParts(unit, [ejector[action]], null),
    (ended) => ended.ok && !inMouth(),
  );
  if (!result.ok || !inMouth()) return result;
  return refuse('mediaJammed', `after 1D 65 0${ejector[action][2]} the ticket is in the mouth still`);
}
