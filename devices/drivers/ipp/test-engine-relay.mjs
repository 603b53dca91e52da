// The print command that ippeveprinter runs for every job. It prints nothing itself: it tells the engine
// (test-engine.ts, in another process) which job came, and passes on to ippeveprinter, on standard error, what
// the engine reports. Called as: node test-engine-relay.mjs <port of the engine> <spooled file>
import { connect } from 'node:net';

const [port, file] = process.argv.slice(2);
const engine = connect(Number(port), '127.0.0.1', () => {
  engine.write(`${JSON.stringify({ jobId: Number(process.env.IPP_JOB_ID), file })}\n`);
});
let text = '';
engine.setEncoding('utf8');
engine.on('data', (part) => {
  text += part;
  const lines = text.split('\n');
  text = lines.pop() ?? '';
  for (const line of lines) {
    if (line === 'EXIT 0') process.exit(0);
    process.stderr.write(`${line}\n`);
  }
});
// An engine that is gone has not printed: the job is aborted.
engine.on('error', () => process.exit(1));
engine.on('close', () => process.exit(1));
