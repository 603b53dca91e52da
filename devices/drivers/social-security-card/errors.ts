import type { CardReaderErrorCode } from '../../contract/card-reader.ts';
import type { DeviceError } from '../../contract/common.ts';
import type { LineFault } from '../../transport/line-keeper.ts';
import type { ApduFault } from './apdu-channel.ts';

/** Nothing was changed: reading, and everything that ends before a PIN was sent. */
export function fault(
  completionCode: DeviceError['completionCode'],
  description: string,
): DeviceError<never> {
  return { completionCode, description, outcome: 'notDone' };
}

export function refused(
  errorCode: CardReaderErrorCode,
  description: string,
): DeviceError<CardReaderErrorCode> {
  return { completionCode: 'commandErrorCode', errorCode, description, outcome: 'notDone' };
}

export const notReady = (lineFault: LineFault) =>
  fault('deviceNotReady', `${lineFault.reason}: ${lineFault.description}`);

export function fromApduFault({ kind, description }: ApduFault): DeviceError<CardReaderErrorCode> {
  switch (kind) {
    case 'cardGone':
      return refused('mediaRemoved', description);
    case 'mute':
      return refused('atrNotObtained', description);
    case 'protocol':
      return refused('protocolNotSupported', description);
    case 'failed':
      return refused('invalidMedia', description);
    case 'busy':
    case 'lineLost':
    case 'noAnswer':
      return fault('deviceNotReady', description);
  }
}
