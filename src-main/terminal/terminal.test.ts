import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { specimenCards } from '../../devices/drivers/sdt/cards.ts';
import { SdtIdentityCardReader } from '../../devices/drivers/sdt/driver.ts';
import { SdtEmulator } from '../../devices/drivers/sdt/emulator.ts';
import { DeviceManager } from '../../devices/manager/manager.ts';
import { memoryLine } from '../../devices/transport/memory.ts';
import { VirtualClock } from '../../src-shared/virtual-clock.ts';
import { loadConfiguration } from './configuration/load.ts';
import { createLog } from './log.ts';
import { deviceCounters } from './staff/device-counters.ts';
import { openKeys } from './store/keys.ts';
import { openStore } from './store/open.ts';
import { startTerminal } from './terminal.ts';

let dataDirectory: string;
beforeEach(() => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'zerowindow-'));
});
afterEach(() => rmSync(dataDirectory, { recursive: true }));

it('what a terminal does for a device is in its journal, and its wear in its store, when it has stopped', async () => {
  const clock = new VirtualClock();
  // Nobody listens there: this terminal is not enrolled and has nobody to speak to.
  const configuration = await loadConfiguration(join(import.meta.dirname, '../../config'), {
    ZEROWINDOW_SERVER_URL: 'http://127.0.0.1:9',
  });
  const keys = openKeys(dataDirectory);
  if (!configuration.ok || !keys.ok) throw new Error('not set up');
  const line = memoryLine();
  const unit = new SdtEmulator({ clock, cards: specimenCards() });
  unit.attach(line.unit);
  const settings = { baudRate: 115_200, pollIntervalMs: 200, healthIntervalMs: 10_000 };
  const reader = new SdtIdentityCardReader({ id: 'glass', transport: line.host, clock, ...settings });
  const devices = new DeviceManager([reader], clock);
  const terminal = startTerminal({
    configuration: configuration.value,
    keys: keys.value,
    devices,
    dataDirectory,
    softwareVersion: '0.1.0',
    enrolmentCode: undefined,
    clock,
    random: () => 0,
    randomUUID,
    claimCode: () => 'CLAM-CODE',
    draw: () => 0,
    log: createLog({ stream: { write: () => {} } }, clock),
    onBug: (error) => {
      throw error;
    },
  });
  if (!terminal.ok) throw new Error(terminal.error.message);
  await clock.advance(2_000);
  unit.set('card', 'specimen-a');
  void devices.identityCardReader?.readCard({ timeoutMs: 5_000 });
  await clock.advance(6 * 60_000);
  unit.set('silent', true);
  await clock.advance(60_000);
  const stopping = terminal.value.stop();
  await clock.advance(5_000);
  await stopping;
  // The end takes the helper processes of the page down, and each is told of.
  terminal.value.onRendererLost('GPU killed');

  const store = openStore({
    file: join(dataDirectory, 'terminal.db'),
    key: keys.value.storeKey,
    clock,
    terminalNumber: configuration.value.settings.terminal.number,
    newId: randomUUID,
  });
  if (!store.ok) throw new Error(store.error.message);
  expect(deviceCounters(store.value, 'glass')).toEqual({ cardsRead: 1, minutesOn: 6 });
  const events = store.value.read.journal(0, 1_000).map(({ event }) => event);
  const reasons = ['noAnswer'];
  expect(events.filter(({ type }) => type === 'deviceRecovery')).toEqual([
    { type: 'deviceRecovery', device: 'glass', step: 'retry', reasons },
    { type: 'deviceRecovery', device: 'glass', step: 'reopen', reasons },
  ]);
  expect(events.at(-1)).toMatchObject({ type: expect.stringMatching(/terminalStopped|checkpoint/) });
  store.value.close();
});
