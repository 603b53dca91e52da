import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Clock, systemClock } from '../../../src-shared/clock.ts';
import { Sensitive } from '../../../src-shared/sensitive.ts';
import type { LineHost } from '../../emulation/line-host.ts';
import { nodeHelper } from '../../transport/helper-process.ts';
import { SocialSecurityCardReader } from './driver.ts';
import { SocialSecurityCardEmulator } from './emulator.ts';
import { pcscChannel } from './pcsc-channel.ts';
import { specimenChipCards } from './specimens.ts';
import { hostOnVpcd, vpcdPort } from './vpcd.ts';

const program = '/usr/sbin/pcscd';
const readerConfiguration = '/etc/reader.conf.d/vpcd';
const serviceSocket = '/run/pcscd/pcscd.comm';

function answers(address: { port: number; host: string } | { path: string }): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}

/** Why the real service cannot be started here; null when it can. */
async function obstacle(): Promise<string | null> {
  if (process.platform !== 'linux') return 'vpcd is a Debian package';
  if (!existsSync(program)) return 'pcscd is not installed';
  if (!existsSync(readerConfiguration)) return 'vsmartcard-vpcd is not installed';
  if (process.getuid?.() !== 0) return 'pcscd is started by root';
  // One that was killed leaves its socket behind: only the one that answers is there.
  if (await answers({ path: serviceSocket })) return 'a pcscd runs already';
  return null;
}

async function listening(address: Parameters<typeof answers>[0]): Promise<void> {
  while (!(await answers(address))) await new Promise<void>((resolve) => systemClock.schedule(20, resolve));
}

const reason = await obstacle();

// The service answers in its own time, and so does a machine on which everything is tested at once.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

describe.skipIf(reason !== null)(
  `behind the real PC/SC service${reason ? ` (skipped: ${reason})` : ''}`,
  () => {
    let pcscd: ChildProcess;
    async function startService(): Promise<void> {
      pcscd = spawn(program, ['--foreground'], { stdio: 'ignore' });
      // Its reader listens for a card before the service listens for programs.
      await listening({ port: vpcdPort, host: '127.0.0.1' });
      await listening({ path: serviceSocket });
    }
    function stopService(signal: NodeJS.Signals): Promise<void> {
      return new Promise((resolve) => {
        pcscd.once('exit', () => resolve());
        pcscd.kill(signal);
      });
    }

    const unit = new SocialSecurityCardEmulator({
      clock: systemClock,
      cards: specimenChipCards(),
      chipMs: 1,
    });
    const readerOf = (clock: Clock) =>
      new SocialSecurityCardReader({
        id: 'chip',
        channel: pcscChannel({ reader: 'Virtual PCD 00 00', clock, startHelper: nodeHelper }),
        clock,
        answerMs: 5_000,
      });
    const reader = readerOf(systemClock);
    let host: LineHost;
    beforeAll(async () => {
      await startService();
      host = await hostOnVpcd({ emulator: unit, clock: systemClock });
      const opened = await reader.open();
      if (!opened.ok) throw new Error(opened.error.description);
    }, 30_000);
    afterAll(async () => {
      await reader.close();
      await host.unplug();
      await stopService('SIGTERM');
    });

    const until = (wanted: (status: typeof reader.status) => boolean) =>
      new Promise<void>((resolve) => {
        if (wanted(reader.status)) return resolve();
        const off = reader.onStatusChanged((status) => {
          if (!wanted(status)) return;
          off();
          resolve();
        });
      });
    /** The service looks every few hundred milliseconds: it may still see the card before. */
    async function insert(card: string): Promise<void> {
      unit.set('chipCard', 'none');
      await until(({ media }) => media === 'notPresent');
      unit.set('chipCard', card);
      await until(({ media }) => media === 'present');
    }
    const pin = (digits: string) => new Sensitive(digits, '******');
    const options = { timeoutMs: 10_000 };

    it('a card is waited for, and read however it hands out its data', async () => {
      expect(reader.status.media).toBe('notPresent');
      const reading = reader.readCard(options);
      unit.set('chipCard', 'long-name');
      const first = await reading;
      if (!first.ok) throw new Error(first.error.description);
      expect(first.value.name.reveal()).toBe('样本古丽·样本拜尔·样本阿卜杜·样本热合曼');
      for (const style of ['getResponse', 'wrongLe']) {
        unit.set('answers', style);
        expect(await reader.readCard(options)).toMatchObject({ ok: true });
      }
      unit.set('answers', 'direct');
      expect(reader.status).toMatchObject({ device: 'online', media: 'present', chipPower: 'online' });
    });

    it('the PIN is verified, counted and changed; torn out while it is changed, that is open', async () => {
      expect(await reader.verifyPin(pin('111111'), options)).toMatchObject({
        error: { errorCode: 'pinWrong', triesLeft: 5 },
      });
      expect(await reader.changePin({ old: pin('888888'), next: pin('135790') }, options)).toMatchObject({
        ok: true,
      });
      unit.set('tear', 'changeUnanswered');
      expect(await reader.changePin({ old: pin('135790'), next: pin('246802') }, options)).toMatchObject({
        error: { errorCode: 'mediaRemoved', outcome: 'indeterminate' },
      });
      await insert('long-name');
      expect(await reader.verifyPin(pin('246802'), options)).toMatchObject({ ok: true });
    });

    it('a card torn out while it is read was not read, and the next one is', async () => {
      unit.set('tear', 'read');
      expect(await reader.readCard(options)).toMatchObject({
        error: { errorCode: 'mediaRemoved', outcome: 'notDone' },
      });
      unit.set('mute', true);
      await insert('specimen-a');
      const mute = await reader.readCard(options);
      expect(['atrNotObtained', 'protocolNotSupported']).toContain(!mute.ok && mute.error.errorCode);
      unit.set('mute', false);
      await insert('specimen-a');
      const read = await reader.readCard(options);
      expect(read.ok && read.value.name.reveal()).toBe('样本甲');
    });

    it('a service that is killed is noticed, and found again', async () => {
      const offline = until(({ device }) => device === 'offline');
      await stopService('SIGKILL');
      await offline;
      expect(await reader.readCard(options)).toMatchObject({ error: { completionCode: 'deviceNotReady' } });
      await startService();
      await until(({ device, media }) => device === 'online' && media === 'present');
      expect(await reader.readCard(options)).toMatchObject({ ok: true });
    });

    it('a service that hangs holds up nothing but its own reader', async () => {
      // Ten times as impatient, for the sake of the tests.
      const hasty: Clock = { ...systemClock, schedule: (ms, call) => systemClock.schedule(ms / 10, call) };
      pcscd.kill('SIGSTOP');
      const another = readerOf(hasty);
      expect(await another.open()).toMatchObject({ ok: false, error: { completionCode: 'deviceNotReady' } });
      await another.close();
      pcscd.kill('SIGCONT');
      expect(await reader.readCard(options)).toMatchObject({ ok: true });
    });
  },
);

it('a reader that PC/SC does not know is not found, with or without a service', async () => {
  const channel = pcscChannel({ reader: 'No Such Reader', clock: systemClock, startHelper: nodeHelper });
  expect(await channel.open()).toMatchObject({ ok: false, error: { code: 'notFound' } });
  await channel.close();
});
