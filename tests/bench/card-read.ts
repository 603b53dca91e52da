import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { SdtIdentityCardReader } from '../../devices/drivers/sdt/driver.ts';
import { serialTransport } from '../../devices/transport/serial.ts';
import { systemClock } from '../../src-shared/clock.ts';

export interface CardReadMeasurement {
  /** From the call with a card on the glass to the card: find, select, read. */
  readonly medianMs: number;
  /** What the 1295 bytes of the reply to read alone take on the line. */
  readonly lineMs: number;
  readonly ratio: number;
}

const baudRate = 115_200;
const replyBytes = 1295;
const bitsPerByte = 10;

/**
 * Times card reads over a pseudo-terminal at UART pace from a unit that needs no time of its own: what is above
 * `lineMs` are the five other frames, the operating system, and this driver.
 */
export async function measureCardRead(reads = 15): Promise<CardReadMeasurement> {
  const directory = mkdtempSync(join(tmpdir(), 'zerowindow-'));
  const path = join(directory, 'identity-card-reader');
  const unit = spawn(
    process.execPath,
    [
      '--import',
      'tsx',
      fileURLToPath(new URL('./card-read-unit.ts', import.meta.url)),
      path,
      String(baudRate),
    ],
    { stdio: ['pipe', 'pipe', 'inherit'] },
  );
  const said = createInterface({ input: unit.stdout })[Symbol.asyncIterator]();
  const reader = new SdtIdentityCardReader({
    id: 'reader',
    transport: serialTransport({ path, baudRate, dataBits: 8, parity: 'none', stopBits: 1 }),
    clock: systemClock,
    baudRate,
    pollIntervalMs: 50,
    healthIntervalMs: 600_000,
  });
  try {
    await said.next();
    const opened = await reader.open();
    if (!opened.ok) throw new Error(opened.error.description);
    const times: number[] = [];
    for (let read = 0; read <= reads; read++) {
      unit.stdin.write('lay\n');
      await said.next();
      const began = performance.now();
      const card = await reader.readCard({ timeoutMs: 5_000 });
      const took = performance.now() - began;
      if (!card.ok) throw new Error(card.error.description);
      // The first one compiles the code.
      if (read > 0) times.push(took);
    }
    const medianMs = times.sort((a, b) => a - b)[times.length >> 1] ?? Number.NaN;
    const lineMs = (replyBytes * bitsPerByte * 1000) / baudRate;
    return { medianMs, lineMs, ratio: medianMs / lineMs };
  } finally {
    await reader.close();
    unit.stdin.end();
    await new Promise((resolve) => unit.once('exit', resolve));
    rmSync(directory, { recursive: true });
  }
}
