import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startBench } from './start-bench.ts';

/**
 * The device bench as a program: npx tsx devices/bench/main.ts
 *
 * - `ZEROWINDOW_BENCH_DIRECTORY` where the serial lines come out
 * - `ZEROWINDOW_BENCH_PORT` of the page, 8470 when absent
 * - `ZEROWINDOW_SERVER_URL` of the central server, for the messages of its sandbox
 *
 * Prints one line of JSON when it is ready: `{"url": ..., "addresses": {...}}`. Ends on SIGTERM and SIGINT.
 */
const { ZEROWINDOW_BENCH_DIRECTORY, ZEROWINDOW_BENCH_PORT, ZEROWINDOW_SERVER_URL } = process.env;

const bench = await startBench({
  directory: ZEROWINDOW_BENCH_DIRECTORY ?? join(tmpdir(), 'zerowindow-bench'),
  port: Number(ZEROWINDOW_BENCH_PORT ?? 8470),
  serverUrl: ZEROWINDOW_SERVER_URL ?? null,
});
console.log(JSON.stringify({ url: bench.url, addresses: bench.addresses }));

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void bench.close().then(() => process.exit(0)));
}
