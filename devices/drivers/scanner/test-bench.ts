import type { Clock } from '../../../src-shared/clock.ts';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import { memoryLine } from '../../transport/memory.ts';
import type { Transport } from '../../transport/transport.ts';
import { hidPosScanner } from '../hid-pos/driver.ts';
import { hidPosForm } from '../hid-pos/emulator.ts';
import type { SerialScanFormat } from '../serial-scanner/codec.ts';
import { serialScanner } from '../serial-scanner/driver.ts';
import { serialScannerForm } from '../serial-scanner/emulator.ts';
import type { ScanEncoding } from './driver.ts';
import { ScannerEmulator } from './emulator.ts';
import { specimenCodes } from './specimens.ts';

const crLf = Uint8Array.of(0x0d, 0x0a);
/** SYN T CR and SYN U CR. */
const trigger = { on: Uint8Array.of(0x16, 0x54, 0x0d), off: Uint8Array.of(0x16, 0x55, 0x0d) };

/** Every kind of scanner that there is. */
export const kinds = ['hid-pos', 'suffix', 'aim', 'bare', 'triggered'] as const;
export type Kind = (typeof kinds)[number];

const formats: Readonly<Record<Exclude<Kind, 'hid-pos'>, SerialScanFormat>> = {
  suffix: { suffix: crLf, aim: false },
  aim: { suffix: crLf, aim: true },
  bare: { suffix: new Uint8Array(), aim: false },
  triggered: { suffix: crLf, aim: true },
};

function unitOf(kind: Kind, clock: Clock): ScannerEmulator {
  const form =
    kind === 'hid-pos' ? hidPosForm : serialScannerForm(formats[kind], kind === 'triggered' ? trigger : null);
  return new ScannerEmulator({ clock, codes: specimenCodes(), form });
}

export function scannerOf(kind: Kind, transport: Transport, clock: Clock, encoding: ScanEncoding = 'utf-8') {
  const options = { id: 'scanner', transport, clock, encoding };
  if (kind === 'hid-pos') return hidPosScanner(options);
  return serialScanner({
    ...options,
    format: formats[kind],
    gapMs: 80,
    trigger: kind === 'triggered' ? trigger : null,
  });
}

/** A scanner on a bench: driver and emulated unit on a line in memory, on virtual time. */
export async function scannerBench(kind: Kind, encoding?: ScanEncoding) {
  const clock = new VirtualClock();
  const line = memoryLine();
  const unit = unitOf(kind, clock);
  unit.attach(line.unit);
  const scanner = scannerOf(kind, line.host, clock, encoding);
  const statuses: string[] = [];
  scanner.onStatusChanged(({ device, reasons, scanner: state }) =>
    statuses.push([device, ...reasons, state].join(' ')),
  );

  /** Runs virtual time until the promise has an answer; says how long that took. */
  async function finish<T>(promise: Promise<T>): Promise<{ value: T; ms: number }> {
    const began = clock.now();
    let done: { value: T } | undefined;
    void promise.then((value) => {
      done = { value };
    });
    await clock.advanceUntil(() => done !== undefined);
    if (done === undefined) throw new Error('not done');
    return { ...done, ms: clock.now() - began };
  }

  const opened = await finish(scanner.open());
  if (!opened.value.ok) throw new Error(opened.value.error.description);
  return {
    clock,
    line,
    unit,
    scanner,
    statuses,
    finish,
    /** Waits for a code, and shows it meanwhile. */
    async read(code: string, timeoutMs = 10_000) {
      const reading = scanner.read({ timeoutMs });
      await clock.advance(10);
      unit.set('code', code);
      const answer = await finish(reading);
      unit.set('code', 'none');
      return answer;
    },
  };
}

/** What was read, or why not. */
export function words(answer: Awaited<ReturnType<ReturnType<typeof scannerOf>['read']>>): string {
  return answer.ok ? answer.value.data.reveal() : (answer.error.errorCode ?? answer.error.completionCode);
}
