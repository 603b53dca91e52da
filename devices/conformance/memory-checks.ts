import type { Device } from '../contract/common.ts';
import type { SwitchValue } from '../emulation/emulator.ts';
import { inWords, isUp } from './judge.ts';
import type { CommandCase, DriverConformance, Unit } from './kit.ts';
import { memoryBench, openBench, runAndJudge, settleMs, undisturbed, worksAgain } from './memory-bench.ts';
import { fail, type Report } from './report.ts';

export interface Size {
  /** Of the bytes of an exchange, every how many-th is the place of a cancel or a cut; 1 = every one. */
  readonly everyByte: number;
  /** At so many places of one command at most. */
  readonly mostPlaces: number;
  /** Of the switch positions and commands, every how many-th pair is tried. */
  readonly everyPair: number;
}

export const exhaustive: Size = { everyByte: 1, mostPlaces: Number.POSITIVE_INFINITY, everyPair: 1 };

/** Everything that can be tried on virtual time. */
export async function memoryChecks(
  conformance: DriverConformance,
  report: Report,
  size: Size,
): Promise<void> {
  await lifeCycle(conformance, report);
  for (const command of conformance.commands) await oneCommand(conformance, command, report, size);
  await faultSwitches(conformance, report, size);
  await statusTruth(conformance, report);
  await powerUps(conformance, report);
}

async function lifeCycle(conformance: DriverConformance, report: Report): Promise<void> {
  const check = (name: string, scenario: () => Promise<void>) => report.check('life cycle', name, scenario);
  const [command] = conformance.commands;
  if (command === undefined) fail('no commands');

  await check('open, close, open, close', async () => {
    const bench = await openBench(conformance);
    const { device, time } = bench;
    await time.answer(device.close());
    expectClosed(device);
    const opened = await time.answer(device.open());
    if (!opened.ok) fail(`opened again: ${inWords(opened)}`);
    await bench.end();
  });
  await check('close twice, and before open', async () => {
    const bench = memoryBench(conformance);
    await bench.time.answer(bench.device.close());
    await bench.time.answer(bench.device.close());
    expectClosed(bench.device);
    await bench.end();
  });
  await check('closed while it opens', async () => {
    const bench = memoryBench(conformance);
    await bench.time.pause(conformance.startMs ?? 3_000);
    const opening = bench.device.open();
    const closing = bench.device.close();
    await bench.time.answer(Promise.all([opening, closing]));
    expectClosed(bench.device);
    await bench.end();
  });
  await check('the line is not there, and comes', async () => {
    const bench = memoryBench(conformance);
    const { device, time, line } = bench;
    await time.pause(conformance.startMs ?? 3_000);
    line.cut();
    const opened = await time.answer(device.open());
    if (opened.ok) fail('opened a line that is not there');
    if (opened.error.outcome !== 'notDone') fail(inWords(opened));
    if (isUp(device) || device.status.reasons.length === 0) fail(`status ${written(device.status)}`);
    line.mend();
    await time.until('up by itself', () => isUp(device), settleMs);
    await worksAgain(conformance, bench, command, (await undisturbed(conformance, command)).whole);
  });
  async function silentUnit(): Promise<void> {
    const bench = memoryBench(conformance);
    const { device, time, line } = bench;
    line.setDead(true);
    await time.pause(conformance.startMs ?? 3_000);
    const opened = await time.answer(device.open());
    if (opened.ok) fail('opened, and the unit heard nothing');
    if (opened.error.outcome !== 'notDone') fail(inWords(opened));
    if (isUp(device) || device.status.reasons.length === 0) fail(`status ${written(device.status)}`);
    line.setDead(false);
    await time.until('up by itself', () => isUp(device), settleMs);
    await bench.end();
  }
  const { silentStart } = conformance.skips ?? {};
  if (silentStart === undefined) await check('a unit that says nothing at the start, and comes', silentUnit);
  else report.skip(`a unit that says nothing at the start: ${silentStart}`);
  for (const { name, timeoutMs, run, local } of conformance.commands) {
    if (local) continue;
    await check(`${name} before open and after close`, async () => {
      const bench = memoryBench(conformance);
      const { device, time } = bench;
      for (const last of [false, true]) {
        const answer = await time.answer(run(bench, { timeoutMs }));
        if (answer.ok || answer.error.outcome !== 'notDone') fail(`closed, and ${inWords(answer)}`);
        const opened = await time.answer(device.open());
        if (!opened.ok && last) fail(inWords(opened));
        await time.answer(device.close());
      }
      await bench.end();
    });
  }
  await check('opened twenty times, nothing is left over', async () => {
    const bench = await openBench(conformance);
    const { device, time, line } = bench;
    await time.answer(device.close());
    const { listeners } = line;
    for (let round = 0; round < 20; round++) {
      const opened = await time.answer(device.open());
      if (!opened.ok) fail(inWords(opened));
      await time.answer(device.close());
    }
    if (line.listeners > listeners) fail(`${line.listeners} listeners on the line, before ${listeners}`);
    await bench.end();
  });
}

async function oneCommand(
  conformance: DriverConformance,
  command: CommandCase<Unit, Device>,
  report: Report,
  size: Size,
): Promise<void> {
  const { name, timeoutMs } = command;
  let whole = 0;
  let bytes = 0;
  await report.check('commands', name, async () => {
    ({ whole, bytes } = await undisturbed(conformance, command));
    if (command.local && bytes > 0) fail(`${bytes} bytes for what the driver should know`);
  });
  // Nothing to cancel, to cut or to wait for.
  if (command.local) return;
  await report.check('cancel', `${name} before it began`, async () => {
    const bench = await openBench(conformance);
    const seen = await runAndJudge(bench, command, whole, { before: (abort) => abort() });
    if (seen.answer.ok || seen.answer.error.completionCode !== 'canceled') fail(inWords(seen.answer));
    await worksAgain(conformance, bench, command, whole);
  });
  const step = Math.max(size.everyByte, Math.ceil(bytes / size.mostPlaces));
  for (let at = 0; at <= bytes; at += step) {
    await report.check('cancel', `${name} at byte ${at} of ${bytes}`, async () => {
      const bench = await openBench(conformance);
      const before = (abort: () => void) => bench.line.after(at, abort);
      const { answer } = await runAndJudge(bench, command, whole, { before });
      if (!answer.ok && answer.error.completionCode !== 'canceled') fail(inWords(answer));
      await worksAgain(conformance, bench, command, whole);
    });
    await report.check('disconnect', `${name} at byte ${at} of ${bytes}`, async () => {
      const bench = await openBench(conformance);
      const before = () => bench.line.after(at, () => bench.line.cut());
      await runAndJudge(bench, command, whole, { before });
      const { status } = bench.device;
      if (isUp(bench.device) || status.reasons.length === 0) fail(`cut off, and ${written(status)}`);
      bench.line.mend();
      await worksAgain(conformance, bench, command, whole);
    });
  }
  await report.check('time-out', name, async () => {
    const bench = await openBench(conformance);
    await command.prepare?.(bench);
    bench.line.setDead(true);
    const began = bench.time.clock.now();
    const answer = await bench.time.answer(command.run(bench, { timeoutMs }));
    const took = bench.time.clock.now() - began;
    const allowed = timeoutMs + (command.overrunMs ?? 0);
    if (took > allowed) fail(`the answer of a dead line took ${took} ms of ${allowed}: ${inWords(answer)}`);
    if (answer.ok) fail('done, and the unit heard nothing');
    bench.line.setDead(false);
    await worksAgain(conformance, bench, command, whole);
  });
}

async function faultSwitches(conformance: DriverConformance, report: Report, size: Size): Promise<void> {
  const wholes = new Map<string, number>();
  for (const command of conformance.commands)
    wholes.set(
      command.name,
      await undisturbed(conformance, command).then(
        ({ whole }) => whole,
        () => 0,
      ),
    );
  let pair = 0;
  for (const { id, kind, options, value: initial } of conformance.makeUnit(neverClock).describe().switches) {
    const positions: readonly SwitchValue[] =
      kind === 'choice' ? (options ?? []).filter((one) => one !== initial) : [kind === 'action' || !initial];
    for (const position of positions) {
      for (const command of conformance.commands) {
        if (pair++ % size.everyPair !== 0) continue;
        await report.check('fault switches', `${id} ${position} at ${command.name}`, async () => {
          const bench = await openBench(conformance);
          const whole = wholes.get(command.name) ?? 0;
          const excess = conformance.excess?.[`${id}=${position}`] ?? 0;
          const before = () => bench.unit.set(id, position);
          const late = conformance.late?.includes(`${id}=${position}`) === true;
          const hands = () => late && conformance.hands?.(bench.unit);
          await runAndJudge(bench, command, whole, { before, excess, hands });
          if (kind !== 'action') bench.unit.set(id, initial);
          await worksAgain(conformance, bench, command, whole);
        });
      }
    }
  }
}

/** For a unit that is only asked which switches it has. */
const neverClock = { now: () => 0, schedule: () => () => {} };

/** The longest interval at which a driver asks an idle unit. */
const lookMs = 15_000;

async function statusTruth(conformance: DriverConformance, report: Report): Promise<void> {
  for (const { set, command: name, becomes } of conformance.statuses) {
    const title = `${set.map(([id, value]) => `${id} ${value}`).join(', ')}${name ? `, ${name}` : ''}`;
    await report.check('status', title, async () => {
      const bench = await openBench(conformance);
      const command = conformance.commands.find((one) => one.name === name);
      if (name !== undefined && command === undefined) fail(`no command ${name}`);
      await command?.prepare?.(bench);
      const { device, time } = bench;
      const holds = () =>
        Object.entries(becomes).every(
          ([key, value]) =>
            JSON.stringify((device.status as unknown as Record<string, unknown>)[key]) ===
            JSON.stringify(value),
        );
      const before = holds();
      for (const [id, value] of set) bench.unit.set(id, value);
      if (command !== undefined) await time.answer(command.run(bench, command));
      // What must be was so before: the driver is given the time to look, and to find it otherwise.
      if (before) await time.pause(lookMs);
      await time.until('status', holds, settleMs).catch(() => {
        fail(`the status is ${written(device.status)}, not ${JSON.stringify(becomes)}`);
      });
      await time.answer(device.close());
    });
  }
}

async function powerUps(conformance: DriverConformance, report: Report): Promise<void> {
  for (const { name, arrange, powerOn, found, expected } of conformance.powerUps) {
    await report.check('power-up', name, async () => {
      const bench = await openBench(conformance);
      await arrange(bench);
      await bench.time.answer(bench.device.close());
      const after = bench.anotherDriver();
      powerOn?.(after.unit);
      await bench.time.pause(conformance.startMs ?? 3_000);
      const opened = await after.time.answer(after.device.open());
      if (!opened.ok) fail(`open: ${inWords(opened)}`);
      await after.time.pause(5_000);
      const told = JSON.stringify(found(after));
      if (told !== JSON.stringify(expected)) fail(`${told}, not ${JSON.stringify(expected)}`);
      await after.end();
    });
  }
}

function expectClosed({ status }: Device): void {
  if (status.device !== 'offline' || !status.reasons.includes('closed'))
    fail(`closed, and ${written(status)}`);
}

function written(status: object): string {
  return JSON.stringify(status);
}
