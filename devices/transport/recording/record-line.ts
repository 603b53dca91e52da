import type { Clock } from '../../../src-shared/clock.ts';
import type { Transport } from '../transport.ts';
import type { RecordingEntry } from './format.ts';
import type { Mask } from './mask.ts';

export interface RecordOptions {
  readonly clock: Clock;
  readonly mask: Mask;
  /** `text` is one line of the file, with its end. */
  readonly write: (text: string) => void;
  readonly driver: string;
}

/** The same line, whose bytes are written down with their times, masked before anybody else sees them. */
export function recordedLine(line: Transport, options: RecordOptions): Transport {
  const { clock, mask, driver } = options;
  const began = clock.now();
  const tell = (value: object) => options.write(`${JSON.stringify(value)}\n`);
  const note = (entry: Omit<RecordingEntry, 't'>) => tell({ t: clock.now() - began, ...entry });
  tell({ recording: 1, driver, line: line.name, startedAt: new Date(began).toISOString() });
  line.onLost(() => note({ event: 'lost' }));
  // Before the driver listens, so that what it answers stands behind what it answers to.
  line.onData((bytes) => {
    const shown = mask.device(bytes);
    note(shown === null ? { deviceBytes: bytes.length } : { device: hex(shown) });
  });
  return {
    name: line.name,
    get isOpen() {
      return line.isOpen;
    },
    async open() {
      const opened = await line.open();
      if (opened.ok) note({ event: 'open' });
      return opened;
    },
    write(bytes) {
      const shown = mask.host(bytes);
      if (bytes.length > 0) note(shown === null ? { hostBytes: bytes.length } : { host: hex(shown) });
      return line.write(bytes);
    },
    onData: (listener) => line.onData(listener),
    onLost: (listener) => line.onLost(listener),
    ...(line.setBaudRate === undefined ? {} : { setBaudRate: line.setBaudRate.bind(line) }),
    async close() {
      if (line.isOpen) note({ event: 'close' });
      await line.close();
    },
  };
}

const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex').toUpperCase();
