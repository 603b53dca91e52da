import type { BarcodeReader } from '../../../../devices/contract/barcode-reader.ts';
import { maskIdNumber, maskName } from '../../../../src-shared/masking.ts';
import { Sensitive } from '../../../../src-shared/sensitive.ts';
import type { Centre } from '../centre.ts';
import { codeRefusals, scanCode } from './scan-code.ts';
import { type IdentifyProblem, type IdentityWay, works } from './way.ts';

/**
 * The code on somebody's phone, instead of a card (免证办). What it says is nobody's business here: the centre knows
 * whose it is. It is in no log and no journal.
 */
export function electronicCodeWay(
  scanner: BarcodeReader,
  verification: Centre['verification'],
  transactionId: string,
): IdentityWay {
  /** A scanner may read what stays before it again and again; the centre is asked once. */
  let refused: { readonly code: string; readonly problem: IdentifyProblem } | null = null;
  return {
    document: 'electronicCode',
    ready: () => works(scanner.status.device),
    onChanged: (listener) => scanner.onStatusChanged(listener),
    async read(signal, onReading) {
      const scanned = await scanCode(scanner, signal);
      if (scanned.kind !== 'scanned') return scanned;
      const { code } = scanned;
      if (refused?.code === code) return { kind: 'problem', problem: refused.problem };
      onReading();
      const resolved = await verification.resolveCode({ transactionId, code }, { signal });
      if (!resolved.ok) {
        const problem = codeRefusals[resolved.error.code];
        if (problem === undefined) return { kind: 'problem', problem: 'centreUnavailable' };
        refused = { code, problem };
        return { kind: 'problem', problem };
      }
      const { name, idNumber } = resolved.value.person;
      const document = 'electronicCode';
      return {
        kind: 'identified',
        person: {
          document,
          name: new Sensitive(name, maskName(name)),
          idNumber: new Sensitive(idNumber, maskIdNumber(idNumber)),
          kind: document,
        },
      };
    },
    // The next one may come at once.
    afterProblem: async () => {},
  };
}
