import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import { memoryLine } from '../../transport/memory.ts';
import { SocialSecurityCardReader } from './driver.ts';
import { SocialSecurityCardEmulator } from './emulator.ts';
import { specimenChipCards } from './specimens.ts';
import { MessageParser } from './vpcd.ts';
import { vpcdChannel } from './vpcd-channel.ts';

export const answerMs = 5_000;

/** A reader on a bench: driver and emulated unit on a line in memory, on virtual time. */
export async function cardBench(options: { open?: boolean; card?: string } = {}) {
  const clock = new VirtualClock();
  const line = memoryLine();
  const unit = new SocialSecurityCardEmulator({ clock, cards: specimenChipCards() });
  if (options.card !== undefined) unit.set('chipCard', options.card);
  const sent: string[] = [];
  const parser = new MessageParser();
  line.unit.onData((bytes) => {
    for (const message of parser.push(bytes)) {
      if (message.length > 1) sent.push(Buffer.from(message).toString('hex').toUpperCase());
    }
  });
  unit.attach(line.unit);
  const reader = new SocialSecurityCardReader({
    id: 'chip',
    channel: vpcdChannel({ transport: line.host, clock }),
    clock,
    answerMs,
  });
  const statuses: string[] = [];
  reader.onStatusChanged(({ device, reasons, media, chipPower }) =>
    statuses.push([device, ...reasons, media, chipPower].join(' ')),
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

  if (options.open !== false) {
    const opened = await finish(reader.open());
    if (!opened.value.ok) throw new Error(opened.value.error.description);
    statuses.length = 0;
  }
  return {
    clock,
    line,
    unit,
    reader,
    statuses,
    /** Every command APDU that reached the unit, in hex. */
    sent,
    finish,
    read: (timeoutMs = 30_000) => finish(reader.readCard({ timeoutMs })),
    /** Puts a card in and lets the reader notice. */
    async insert(card: string) {
      unit.set('chipCard', card);
      await clock.advance(500);
    },
    holds: () => unit.describe().holds.join('; '),
  };
}
