import { randomUUID } from 'node:crypto';
import { writeSync } from 'node:fs';
import { systemClock } from '../../../src-shared/clock.ts';
import { openStore } from './open.ts';

/**
 * A terminal process for tests that need a real one: `test-child.ts FILE HEX-KEY commit|hold [COUNT]`.
 *
 * `commit` commits in a loop and says on standard output, with a bare write that nothing buffers, the number
 * of each report once `commit` has returned; after COUNT commits it ends. `hold` opens the store, says so, and waits.
 */
/** All of it, also into a pipe that is full because its reader is busy: the system says EAGAIN then. */
function say(line: string): void {
  let left = Buffer.from(`${line}\n`);
  while (left.length > 0)
    try {
      left = left.subarray(writeSync(1, left));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1);
    }
}

const [file = '', key = '', mode, count] = process.argv.slice(2);
const opened = openStore({
  file,
  key: Buffer.from(key, 'hex'),
  clock: systemClock,
  terminalNumber: '0001',
  newId: randomUUID,
});
if (!opened.ok) {
  say(`refused ${opened.error.code}`);
  process.exit(3);
}
const store = opened.value;
say('open');
if (mode === 'hold') setInterval(() => {}, 60_000);
else
  try {
    for (let left = Number(count ?? Number.POSITIVE_INFINITY); left > 0; left--) {
      const { sequence, trace } = store.commit((write) => {
        const id = randomUUID();
        const begun = write.beginTransaction({ id, itemCode: 'item', configurationVersion: 'v' });
        write.journal({
          type: 'transactionStarted',
          transactionId: id,
          trace: begun.trace,
          itemCode: 'item',
        });
        return { sequence: write.report('transaction', { trace: begun.trace }), trace: begun.trace };
      });
      say(`${sequence} ${trace}`);
    }
  } catch (error) {
    say(`failed ${error instanceof Error ? error.message : String(error)}`);
    try {
      store.commit((write) => write.setFact('after', 'failure'));
      say('went on');
    } catch (second) {
      say(`then ${second instanceof Error ? second.message : String(second)}`);
    }
  }
