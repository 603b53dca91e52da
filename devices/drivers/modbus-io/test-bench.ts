import { expect } from 'vitest';
import type { Result } from '../../../src-shared/result.ts';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import type { DeviceError } from '../../contract/common.ts';
import { pacedLine } from '../../emulation/paced-line.ts';
import { memoryLine } from '../../transport/memory.ts';
import { type ModbusRequest, requestParser } from './codec.ts';
import { ModbusIoBoard } from './driver.ts';
import { ModbusIoEmulator } from './emulator.ts';
import { type ModbusMap, specimenMap } from './map.ts';

const baudRate = 9_600;
export const recycler = 'noteRecycler';

/** An I/O board on a bench: driver and emulated unit on a line at 9600 baud, on virtual time. */
export async function boardBench(options: { open?: boolean; map?: ModbusMap; unitMap?: ModbusMap } = {}) {
  const clock = new VirtualClock();
  const line = memoryLine();
  const map = options.map ?? specimenMap;
  const unit = new ModbusIoEmulator({ clock, map: options.unitMap ?? map });
  const supplies: string[] = [];
  unit.onSupply(({ deviceId, on }) =>
    supplies.push(`${deviceId} ${on ? 'on' : 'off'} at ${clock.now() - start}`),
  );
  const written: string[] = [];
  const hostParser = requestParser();
  line.unit.onData((bytes) => {
    for (const { message } of hostParser.push(bytes)) {
      if (message.message.kind !== 'read') written.push(wordsOf(message.message));
    }
  });
  unit.attach(pacedLine(line.unit, clock, baudRate));
  const makeBoard = () =>
    new ModbusIoBoard({ id: 'io', transport: line.host, clock, baudRate, unit: 1, map, pollIntervalMs: 500 });
  const board = makeBoard();
  const statuses: string[] = [];
  board.onStatusChanged(({ device, reasons }) => statuses.push([device, ...reasons].join(' ')));

  /** Runs virtual time until the promise has an answer; says how long that took. */
  async function finish<T>(promise: Promise<T>): Promise<{ value: T; ms: number }> {
    const began = clock.now();
    let done: { value: T } | undefined;
    void promise.then((value) => {
      done = { value };
    });
    await clock.advanceUntil(() => done !== undefined);
    if (done === undefined) throw new Error('not done');
    return { ...done, ms: clock.now() - began };
  }

  let start = clock.now();
  const bench = {
    clock,
    line,
    unit,
    board,
    makeBoard,
    statuses,
    /** Supplies that were cut and given back, with the milliseconds since the bench was ready. */
    supplies,
    /** What the driver wrote: coils and registers. */
    written,
    finish,
    light: async (...[light, rate]: Parameters<typeof setLight>) =>
      (await finish(setLight(light, rate))).value,
    powerCycle: async (id = recycler, timeoutMs = 30_000) =>
      (await finish(board.powerCycle(id, { timeoutMs }))).value,
  };
  const setLight = (
    light: Parameters<ModbusIoBoard['setLight']>[0],
    rate: Parameters<ModbusIoBoard['setLight']>[1],
  ) => board.setLight(light, rate, { timeoutMs: 5_000 });

  if (options.open !== false) {
    await clock.advance(1_000);
    const opened = await finish(board.open());
    expect(opened.value).toEqual({ ok: true, value: undefined });
    await clock.advance(300);
    statuses.length = 0;
    written.length = 0;
    start = clock.now();
  }
  return bench;
}

function wordsOf(request: ModbusRequest): string {
  if (request.kind === 'writeCoil') return `coil ${request.address} ${request.on ? 'on' : 'off'}`;
  if (request.kind === 'writeRegister') return `register ${request.address} ${request.value}`;
  return 'read';
}

export function errorOf<E extends DeviceError>(answer: Result<unknown, E>): E {
  if (answer.ok) throw new Error('it was done');
  return answer.error;
}

export const done = { ok: true, value: undefined };
