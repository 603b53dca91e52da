import { expect, it } from 'vitest';
import { VirtualClock } from '../../src-shared/virtual-clock.ts';
import { ModbusIoBoard } from '../drivers/modbus-io/driver.ts';
import { ModbusIoEmulator } from '../drivers/modbus-io/emulator.ts';
import { specimenMap } from '../drivers/modbus-io/map.ts';
import { specimenCards } from '../drivers/sdt/cards.ts';
import { SdtIdentityCardReader } from '../drivers/sdt/driver.ts';
import { SdtEmulator } from '../drivers/sdt/emulator.ts';
import { memoryLine } from '../transport/memory.ts';
import { DeviceManager } from './manager.ts';

it('a reader that hangs gets its power cut by the I/O board, and is well again', async () => {
  const clock = new VirtualClock();
  const readerLine = memoryLine('reader');
  const readerUnit = new SdtEmulator({ clock, cards: specimenCards() });
  readerUnit.attach(readerLine.unit);
  const boardLine = memoryLine('board');
  const boardUnit = new ModbusIoEmulator({ clock, map: specimenMap });
  boardUnit.attach(boardLine.unit);
  // The reader hangs on the board's relay. What made it hang does not outlast a loss of power.
  boardUnit.onSupply(({ deviceId, on }) => {
    if (deviceId !== 'identityCardReader' || !on) return;
    readerUnit.set('silent', false);
    readerUnit.set('powerCycle', true);
  });
  const devices = new DeviceManager(
    [
      new SdtIdentityCardReader({
        id: 'identityCardReader',
        transport: readerLine.host,
        clock,
        baudRate: 115_200,
        pollIntervalMs: 200,
        healthIntervalMs: 10_000,
      }),
      new ModbusIoBoard({
        id: 'io-board',
        transport: boardLine.host,
        clock,
        baudRate: 9_600,
        unit: 1,
        map: specimenMap,
        pollIntervalMs: 500,
      }),
    ],
    clock,
  );
  const steps: string[] = [];
  devices.onRecovery(({ device, step }) => steps.push(`${device} ${step}`));
  void devices.open();
  await clock.advance(5_000);
  readerUnit.set('silent', true);
  await clock.advance(180_000);
  expect(steps).toEqual([
    'identityCardReader retry',
    'identityCardReader reopen',
    'identityCardReader powerCycle',
  ]);
  expect(devices.summaries().map(({ id, status, reasons }) => [id, status, reasons])).toEqual([
    ['identityCardReader', 'online', []],
    ['io-board', 'online', []],
  ]);
  await devices.close();
});

it('a board that is away cannot be brought back by itself: it is given up in the end', async () => {
  const clock = new VirtualClock();
  const line = memoryLine('board');
  line.cut();
  const settings = { baudRate: 9_600, unit: 1, pollIntervalMs: 500 };
  const board = new ModbusIoBoard({ id: 'io', transport: line.host, clock, map: specimenMap, ...settings });
  const devices = new DeviceManager([board], clock);
  const steps: string[] = [];
  devices.onRecovery(({ step }) => steps.push(step));
  void devices.open();
  await clock.advance(600_000);
  expect(steps).toEqual(['retry', 'reopen', 'givenUp']);
  expect(devices.summaries()[0]?.reasons).toContain('recoveryGivenUp');
  await devices.close();
});
