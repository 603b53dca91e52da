import type { BarcodeReader } from '../../../../devices/contract/barcode-reader.ts';
import { readTimeoutMs } from './way.ts';

/** Of what the contract takes. Anything else that is held under the scanner is no code of a phone. */
const lengths = { least: 8, most: 512 };

export type CodeScan =
  | { readonly kind: 'scanned'; readonly code: string }
  | { readonly kind: 'problem'; readonly problem: 'codeUnreadable' | 'codeUnknown' }
  /** Nobody showed anything in time. */
  | { readonly kind: 'nothing' }
  /** The line was lost, or the unit is silent: the status tells. */
  | { readonly kind: 'lost' };

/** What the centre says of a code that it does not take. */
export const codeRefusals: Readonly<Record<string, 'codeUnknown' | 'codeExpired' | 'codeUsed'>> = {
  CODE_UNKNOWN: 'codeUnknown',
  CODE_EXPIRED: 'codeExpired',
  CODE_USED: 'codeUsed',
};

/** Waits for one code of a phone. It is opaque here, and is in no log and no journal. */
export async function scanCode(scanner: BarcodeReader, signal: AbortSignal): Promise<CodeScan> {
  const scanned = await scanner.read({ signal, timeoutMs: readTimeoutMs });
  if (!scanned.ok) {
    const { errorCode, completionCode } = scanned.error;
    if (errorCode === 'barcodeInvalid') return { kind: 'problem', problem: 'codeUnreadable' };
    return { kind: completionCode === 'timeOut' ? 'nothing' : 'lost' };
  }
  const code = scanned.value.data.reveal();
  return code.length < lengths.least || code.length > lengths.most
    ? { kind: 'problem', problem: 'codeUnknown' }
    : { kind: 'scanned', code };
}
