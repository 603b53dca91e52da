import { createInterface } from 'node:readline/promises';
import { fileURLToPath } from 'node:url';
import { systemClock } from '../src-shared/clock.ts';
import { runByHand } from './device/run.ts';

/**
 * Pokes a real or an emulated unit by hand: `npm run device -- <profile> <command>`. What people read goes to
 * stderr, the answer of the device as JSON to stdout.
 */
const code = await runByHand(process.argv.slice(2), {
  profiles: fileURLToPath(new URL('../config/devices', import.meta.url)),
  clock: systemClock,
  say: (line) => console.error(line),
  print: (json) => console.log(json),
  async confirm(question) {
    if (!process.stdin.isTTY) return false;
    const asking = createInterface({ input: process.stdin, output: process.stderr });
    const answer = await asking.question(`${question}[yes] `);
    asking.close();
    return answer.trim() === 'yes';
  },
});
// An emulated unit lives on in its timers.
process.stdout.write('', () => process.exit(code));
