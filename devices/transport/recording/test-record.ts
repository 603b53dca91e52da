import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import { pacedLine } from '../../emulation/paced-line.ts';
import { recordToFile } from '../../manager/recorder.ts';
import { memoryLine } from '../memory.ts';
import { type Scene, scenes } from './test-scenes.ts';

/**
 * Records every scene anew, on virtual time: `npx tsx devices/transport/recording/test-record.ts [driver ...]`. Only when a driver
 * is meant to say something else than before: the recordings are what replay.test.ts holds the drivers to.
 */
async function record(scene: Scene): Promise<unknown> {
  const clock = new VirtualClock();
  const file = fileURLToPath(new URL(`recordings/${scene.driver}.jsonl`, import.meta.url));
  rmSync(file, { force: true });
  const memory = memoryLine(`emulated ${scene.driver}`);
  const { onLine, hands } = scene.unit(clock);
  onLine.attach(pacedLine(memory.unit, clock, scene.baudRate));
  await clock.advance(60_000);
  const line = recordToFile(memory.host, { driver: scene.driver, file, clock });
  let done = false;
  const played = scene.play(line, clock, hands).finally(() => {
    done = true;
  });
  await clock.advanceUntil(() => done);
  return played;
}

const named = process.argv.slice(2);
const chosen = scenes.filter(({ driver }) => named.length === 0 || named.includes(driver));
for (const scene of chosen) console.log(scene.driver, JSON.stringify(await record(scene)));
