import { expect } from 'vitest';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import { pacedLine } from '../../emulation/paced-line.ts';
import { memoryLine } from '../../transport/memory.ts';
import { finish, watch } from '../note-acceptor/test-watch.ts';
import { frameParser, parseHostFrame } from './codec.ts';
import { type CcnetDriverOptions, CcnetNoteAcceptor } from './driver.ts';
import { CcnetEmulator } from './emulator.ts';

export const baudRate = 9600;
export const options = { timeoutMs: 10_000 };

interface BenchOptions extends Partial<CcnetDriverOptions> {
  readonly open?: boolean;
  /** Of an earlier bench: the same unit under a new process. */
  readonly before?: { readonly clock: VirtualClock; readonly unit: CcnetEmulator };
}

/** A note acceptor on a bench: driver and emulated unit on a line at UART pace, on virtual time. */
export async function ccnetBench({ open = true, before, ...changed }: BenchOptions = {}) {
  const clock = before?.clock ?? new VirtualClock();
  const line = memoryLine();
  const unit =
    before?.unit ?? new CcnetEmulator(changed.unit === undefined ? { clock } : { clock, unit: changed.unit });
  /** Commands and confirmations that the driver sent, with their times. */
  const sent: { at: number; name: string }[] = [];
  const parser = frameParser('host');
  line.unit.onData((bytes) => {
    for (const found of parser.push(bytes)) {
      const parsed = found.kind === 'frame' ? parseHostFrame(found.frame) : undefined;
      if (!parsed?.ok) continue;
      const { message } = parsed.value;
      sent.push({
        at: clock.now(),
        name: message.kind === 'command' ? (message.name ?? '?') : message.kind,
      });
    }
  });
  unit.attach(pacedLine(line.unit, clock, baudRate));
  const acceptor = new CcnetNoteAcceptor({
    id: 'notes',
    transport: line.host,
    clock,
    unit: 'billValidator',
    baudRate,
    pollIntervalMs: 150,
    escrowHoldMs: 0,
    currencies: { CHN: 'CNY' },
    ticketDigits: null,
    ...changed,
  });
  const { events, statuses, findings } = watch(acceptor);
  const bench = {
    clock,
    line,
    unit,
    acceptor,
    events,
    statuses,
    findings,
    sent,
    finish: <T>(promise: Promise<T>) => finish(clock, promise),
    /** Names without polls and confirmations. */
    commands: () => sent.map(({ name }) => name).filter((name) => !['poll', 'ack'].includes(name)),
    /** Opens the mouth, pushes something in, and waits for it to be in escrow or out again. */
    async insert(key: string, values: readonly number[] = [100, 500, 1_000, 2_000, 5_000, 10_000]) {
      if (!acceptor.status.accepting) {
        expect((await finish(clock, acceptor.enable(values, options))).value).toEqual({
          ok: true,
          value: undefined,
        });
      }
      // The unit may still be busy with the one before.
      await clock.advance(500);
      unit.set('insert', key);
      await clock.advance(2_000);
    },
  };
  if (open) {
    expect((await bench.finish(acceptor.open())).value).toEqual({ ok: true, value: undefined });
    events.length = 0;
    statuses.length = 0;
    findings.length = 0;
    sent.length = 0;
  }
  return bench;
}
