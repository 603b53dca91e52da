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
const [file = '', key = '', mode, count] = process.argv.slice(2);
const opened = openStore({
  file,
  key: Buffer.from(key, 'hex'),
  clock: systemClock,
  terminalNumber: '0001',
  newId: randomUUID,
});
if (!opened.ok) {
  writeSync(1, `refused ${opened.error.code}\n`);
  process.exit(3);
}
const store = opened.value;
writeSync(1, 'open\n');
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
      writeSync(1, `${sequence} ${trace}\n`);
    }
  } catch (error) {
    writeSync(1, `failed ${error instanceof Error ? error.message : String(error)}\n`);
    try {
      store.commit((write) => write.setFact('after', 'failure'));
      writeSync(1, 'went on\n');
    } catch (second) {
      writeSync(1, `then ${second instanceof Error ? second.message : String(second)}\n`);
    }
  }
