import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { zh } from '../../src-renderer/i18n/zh.ts';
import { launchApp } from '../../tests/e2e/harness.ts';
import { makeKioskDirectory, projectDirectory } from '../host.ts';
import { readableByKiosk } from '../launch.ts';
import { startWorld, type World } from '../world.ts';
import { Citizen } from './citizen.ts';
import { askCentre, exportTerminalJournal } from './evidence.ts';

const person = 'specimen-b';
const itemName = '社会保险参保证明';

interface StepRecord {
  readonly step: string;
  readonly milliseconds: number;
}

/**
 * Plays the main job by itself through the real screens in real Electron, and leaves what a person would want to
 * see in out/demo/. Answers the exit code; a step that fails is named.
 */
export async function playDemo(progress: (line: string) => void): Promise<number> {
  const out = join(projectDirectory, 'out', 'demo');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(join(out, 'screens'), { recursive: true });
  const directory = mkdtempSync(join(tmpdir(), 'zerowindow-demo-'));
  const began = performance.now();
  let world: World | undefined;
  let current = 'start';
  try {
    world = await startWorld({
      directory,
      ports: { server: 0, bench: 0, printer: 0 },
      operatorPassword: 'specimen-20261122',
      progress,
    });
    const steps = await playInWorld(world, directory, out, (step) => {
      current = step;
      progress(step);
    });
    const summary = {
      ok: true,
      totalMilliseconds: Math.round(performance.now() - began),
      citizenMilliseconds: steps.reduce((sum, { milliseconds }) => sum + milliseconds, 0),
      steps,
    };
    writeFileSync(join(out, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
    console.log(`
One certificate, from touch to paper, in ${(summary.citizenMilliseconds / 1000).toFixed(1)} s.
  out/demo/screens/         every screen that the citizen saw
  out/demo/certificate.pdf  as the printer received it
  out/demo/receipt.png      as the slip came out (receipt.bin: its bytes)
  out/demo/journal.jsonl    the terminal's journal; npm run verify-journal -- out/demo/journal.jsonl
  out/demo/server.json      what the centre holds of this transaction
  out/demo/summary.json     each step with its milliseconds`);
    return 0;
  } catch (error) {
    console.error(`the demo failed at: ${current}`);
    console.error(error);
    return 1;
  } finally {
    await world?.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

async function playInWorld(
  world: World,
  directory: string,
  out: string,
  enter: (step: string) => void,
): Promise<StepRecord[]> {
  const data = makeKioskDirectory(mkdtempSync(join(tmpdir(), 'zerowindow-kiosk-')));
  enter('open the kiosk');
  const kiosk = await launchApp({
    env: {
      ...(await world.terminalEnvironment()),
      ZEROWINDOW_DATA: data,
      ZEROWINDOW_CONFIG: readableByKiosk(join(projectDirectory, 'config')),
    },
  });
  const steps: StepRecord[] = [];
  try {
    await playFlow(new Citizen(kiosk.page, world), join(out, 'screens'), steps, enter);
  } catch (error) {
    await kiosk.page.screenshot({ path: join(out, 'screens', 'failed.png') }).catch(() => {});
    throw error;
  } finally {
    await kiosk.close();
    process.stderr.write(kiosk.output().replace(/^/gm, kiosk.output() === '' ? '' : '  kiosk: '));
  }
  enter('collect what is left');
  await collect(world, data, out);
  rmSync(data, { recursive: true, force: true });
  return steps;

  async function collect(around: World, terminalData: string, folder: string): Promise<void> {
    const slip = async (name: string) => {
      const answer = await fetch(`${around.bench.url}api/units/receipt-printer/artifacts/${name}`);
      if (!answer.ok) throw new Error(`the bench has no ${name}`);
      writeFileSync(join(folder, name), Buffer.from(await answer.arrayBuffer()));
    };
    await slip('receipt.png');
    await slip('receipt.bin');
    const printed = await around.printer.printed();
    if (printed.length !== 1 || printed[0] === undefined) {
      throw new Error(`the printer printed ${printed.length} jobs, expected 1`);
    }
    cpSync(printed[0], join(folder, 'certificate.pdf'));
    exportTerminalJournal(terminalData, directory, join(folder, 'journal.jsonl'));
    const held = await askCentre(around, (transaction) => transaction.result === 'completed');
    writeFileSync(join(folder, 'server.json'), `${JSON.stringify(held, null, 2)}\n`);
    if (readFileSync(join(folder, 'server.json'), 'utf8').includes('样本')) {
      throw new Error('the centre holds the name of the person');
    }
  }
}

/** The flow as a person goes through it, with a picture of every screen. */
async function playFlow(
  citizen: Citizen,
  screens: string,
  steps: StepRecord[],
  enter: (step: string) => void,
): Promise<void> {
  let pictures = 0;
  const picture = async (name: string) => {
    // What moves in 200 ms has come to rest.
    await citizen.page.waitForTimeout(350);
    const number = String(++pictures).padStart(2, '0');
    await citizen.page.screenshot({ path: join(screens, `${number}-${name}.png`) });
  };
  const step = async (name: string, play: () => Promise<void>) => {
    enter(name);
    const began = performance.now();
    await play();
    steps.push({ step: name, milliseconds: Math.round(performance.now() - began) });
  };

  await step('attract', () => citizen.sees('attract'));
  await picture('attract');
  await step('home', async () => {
    await citizen.touch(zh.attract.start);
    await citizen.sees('home');
  });
  await picture('home');
  await step('search', async () => {
    await citizen.touch(new RegExp(zh.home.search));
    for (const letter of 'cbzm') await citizen.touch(letter);
    await citizen.page
      .getByRole('button', { name: new RegExp(itemName) })
      .first()
      .waitFor();
  });
  await picture('search');
  await step('notice', async () => {
    await citizen.touch(new RegExp(itemName));
    await citizen.sees('notice');
  });
  await picture('notice');
  await step('consent', async () => {
    await citizen.touch(zh.notice.start);
    await citizen.sees('consent');
  });
  await picture('consent');
  await step('identify', async () => {
    await citizen.touch(zh.consent.agree);
    await citizen.sees('identify');
  });
  await picture('identify');
  await step('read the card', async () => {
    await citizen.laysCard(person);
    await citizen.sees('verify');
  });
  await picture('verify');
  await step('second factor', async () => {
    await citizen.typesCode(await citizen.readsCode());
    await citizen.sees('forWhom');
  });
  await picture('for-whom');
  await step('for whom', async () => {
    await citizen.comesForThemselves();
    await citizen.sees('parameters');
  });
  await picture('parameters');
  await step('query', async () => {
    await citizen.touch(zh.actions.next);
    await citizen.sees('preview');
  });
  await picture('preview');
  await step('print count', async () => {
    await citizen.touch(zh.preview.accept);
    await citizen.sees('confirm');
  });
  await picture('confirm');
  await step('print', async () => {
    await citizen.touch(zh.confirm.print);
    await citizen.sees('printing');
    await picture('printing');
    await citizen.sees('rate', 60_000);
  });
  await picture('rate');
  await step('rate', async () => {
    await citizen.touch(zh.ratings.verySatisfied);
    await citizen.sees('take');
  });
  await picture('take');
  await step('take', async () => {
    await citizen.liftsCard();
    await citizen.touch(zh.take.done);
    await citizen.sees('farewell');
  });
  await picture('farewell');
  await step('home again', () => citizen.sees('attract'));
  const left = await citizen.page.locator('body').textContent();
  if (/张\*本|\d{3}\*+/.test(left ?? '')) throw new Error('something of the person is left on the screen');
  await picture('attract-again');
}
