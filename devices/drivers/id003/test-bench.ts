import { expect } from 'vitest';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import { pacedLine } from '../../emulation/paced-line.ts';
import { memoryLine } from '../../transport/memory.ts';
import { finish, watch } from '../note-acceptor/test-watch.ts';
import { frameParser, parseHostFrame } from './codec.ts';
import { type Id003DriverOptions, Id003NoteAcceptor } from './driver.ts';
import { Id003Emulator } from './emulator.ts';

const baudRate = 9600;
export const options = { timeoutMs: 10_000 };

interface BenchOptions extends Partial<Id003DriverOptions> {
  readonly open?: boolean;
  /** Of an earlier bench: the same unit under a new process. */
  readonly before?: { readonly clock: VirtualClock; readonly unit: Id003Emulator };
}

/** A note acceptor on a bench: driver and emulated unit on a line at UART pace, on virtual time. */
export async function id003Bench({ open = true, before, ...changed }: BenchOptions = {}) {
  const clock = before?.clock ?? new VirtualClock();
  const line = memoryLine();
  const unit = before?.unit ?? new Id003Emulator({ clock });
  /** Commands that the driver sent, with their times. */
  const sent: { at: number; name: string }[] = [];
  const parser = frameParser();
  line.unit.onData((bytes) => {
    for (const found of parser.push(bytes)) {
      if (found.kind !== 'frame') continue;
      sent.push({ at: clock.now(), name: parseHostFrame(found.frame).name ?? '?' });
    }
  });
  unit.attach(pacedLine(line.unit, clock, baudRate));
  const acceptor = new Id003NoteAcceptor({
    id: 'notes',
    transport: line.host,
    clock,
    baudRate,
    pollIntervalMs: 150,
    escrowHoldMs: 0,
    currency: 'CNY',
    denominations: new Map(),
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
    /** Names without polls and acknowledgements. */
    commands: () => sent.map(({ name }) => name).filter((name) => !['statusRequest', 'ack'].includes(name)),
    /** Opens the mouth, pushes something in, and waits for it to be in escrow or out again. */
    async insert(key: string, values: readonly number[] = [100, 500, 1_000, 2_000, 5_000, 10_000]) {
      if (!acceptor.status.accepting) {
        const enabled = await finish(clock, acceptor.enable(values, options));
        expect(enabled.value).toEqual({ ok: true, value: undefined });
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
