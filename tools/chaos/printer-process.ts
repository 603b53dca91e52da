import { startTestPrinter } from '../../devices/drivers/ipp/test-printer.ts';

/**
 * The A4 printer, the real ippeveprinter with its engine, as a group of processes that may be killed at any moment; what came
 * out lies in its tray. `printer-process.ts DIRECTORY PORT`
 */
const [directory = '', port = ''] = process.argv.slice(2);
// A third of the time of a real one.
await startTestPrinter({ port: Number(port), directory, msPerPage: 1_000 });
process.on('disconnect', () => process.kill(-process.pid, 'SIGKILL'));
process.send?.('ready');
