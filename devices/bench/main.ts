import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ippeveprinterPath, startTestPrinter } from '../drivers/ipp/test-printer.ts';
import { startBench } from './start-bench.ts';

/**
 * The device bench as a program: npx tsx devices/bench/main.ts
 *
 * - `ZEROWINDOW_BENCH_DIRECTORY` where the serial lines come out
 * - `ZEROWINDOW_BENCH_PORT` of the page, 8470 when absent
 * - `ZEROWINDOW_BENCH_PRINTER_PORT` of the A4 printer, 8631 when absent; it is left out where ippeveprinter is missing
 * - `ZEROWINDOW_SERVER_URL` of the central server, for the messages of its sandbox
 *
 * Prints one line of JSON when it is ready: `{"url": ..., "addresses": {...}}`. Ends on SIGTERM and SIGINT.
 */
const {
  ZEROWINDOW_BENCH_DIRECTORY,
  ZEROWINDOW_BENCH_PORT,
  ZEROWINDOW_BENCH_PRINTER_PORT,
  ZEROWINDOW_SERVER_URL,
} = process.env;
const directory = ZEROWINDOW_BENCH_DIRECTORY ?? join(tmpdir(), 'zerowindow-bench');

if (ippeveprinterPath === undefined)
  console.error('no A4 printer on the bench: ippeveprinter is not installed');
const printer =
  ippeveprinterPath === undefined
    ? undefined
    : await startTestPrinter({
        port: Number(ZEROWINDOW_BENCH_PRINTER_PORT ?? 8631),
        directory: join(directory, 'document-printer'),
      });

const bench = await startBench({
  directory,
  port: Number(ZEROWINDOW_BENCH_PORT ?? 8470),
  serverUrl: ZEROWINDOW_SERVER_URL ?? null,
  moreUnits: printer === undefined ? [] : [printer.benchUnit],
});
console.log(JSON.stringify({ url: bench.url, addresses: bench.addresses }));

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, async () => {
    await bench.close();
    await printer?.close();
    process.exit(0);
  });
}
