import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { connect } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src-shared/clock.ts';
import { Sensitive } from '../../../src-shared/sensitive.ts';
import type { LineHost } from '../../emulation/line-host.ts';
import { SocialSecurityCardReader } from './driver.ts';
import { SocialSecurityCardEmulator } from './emulator.ts';
import { pcscChannel } from './pcsc-channel.ts';
import { specimenChipCards } from './specimens.ts';
import { hostOnVpcd, vpcdPort } from './vpcd.ts';

const program = '/usr/sbin/pcscd';
const readerConfiguration = '/etc/reader.conf.d/vpcd';
const serviceSocket = '/run/pcscd/pcscd.comm';

/** Why the real service cannot be started here; null when it can. */
function obstacle(): string | null {
  if (process.platform !== 'linux') return 'vpcd is a Debian package';
  if (!existsSync(program)) return 'pcscd is not installed';
  if (!existsSync(readerConfiguration)) return 'vsmartcard-vpcd is not installed';
  if (process.getuid?.() !== 0) return 'pcscd is started by root';
  if (existsSync(serviceSocket)) return 'a pcscd runs already';
  return null;
}

const reason = obstacle();

function listening(address: { port: number; host: string } | { path: string }): Promise<void> {
  return new Promise((resolve) => {
    const attempt = () => {
      const socket = connect(address);
      socket.once('connect', () => {
        socket.destroy();
        resolve();
      });
      socket.once('error', () => systemClock.schedule(50, attempt));
    };
    attempt();
  });
}

describe.skipIf(reason !== null)(
  `behind the real PC/SC service${reason ? ` (skipped: ${reason})` : ''}`,
  () => {
    let pcscd: ChildProcess;
    const ended: (() => unknown)[] = [];

    async function start(): Promise<void> {
      pcscd = spawn(program, ['--foreground'], { stdio: 'ignore' });
      // Its reader listens for a card before the service listens for programs.
      await listening({ port: vpcdPort, host: '127.0.0.1' });
      await listening({ path: serviceSocket });
    }
    function stop(): Promise<void> {
      return new Promise((resolve) => {
        pcscd.once('exit', () => resolve());
        pcscd.kill('SIGTERM');
      });
    }
    const unit = new SocialSecurityCardEmulator({
      clock: systemClock,
      cards: specimenChipCards(),
      chipMs: 1,
    });
    let host: LineHost;
    beforeAll(async () => {
      await start();
      host = await hostOnVpcd({ emulator: unit, clock: systemClock });
    });
    afterAll(async () => {
      await host.unplug();
      await stop();
    });
    afterEach(async () => {
      for (const end of ended.splice(0).reverse()) await end();
      unit.set('chipCard', 'none');
      unit.set('newCards', true);
    });

    async function bench(card: string) {
      const reader = new SocialSecurityCardReader({
        id: 'chip',
        channel: pcscChannel({ reader: 'Virtual PCD 00 00', clock: systemClock }),
        clock: systemClock,
        answerMs: 5_000,
      });
      ended.push(() => reader.close());
      const opened = await reader.open();
      if (!opened.ok) throw new Error(opened.error.description);
      const until = (wanted: (status: typeof reader.status) => boolean) =>
        new Promise<void>((resolve) => {
          if (wanted(reader.status)) return resolve();
          const off = reader.onStatusChanged((status) => {
            if (!wanted(status)) return;
            off();
            resolve();
          });
        });
      // The service looks every few hundred milliseconds: it may still see the card of the test before.
      await until(({ media }) => media === 'notPresent');
      if (card !== 'none') {
        unit.set('chipCard', card);
        await until(({ media }) => media === 'present');
      }
      return { reader, until };
    }

    const pin = (digits: string) => new Sensitive(digits, '******');
    const options = { timeoutMs: 10_000 };

    it.each([
      ['specimen-a', 'direct', '样本甲'],
      ['specimen-b', 'getResponse', '张样本'],
      ['gaps-and-owed-months', 'wrongLe', '欧阳样本'],
      ['long-name', 'getResponse', '样本古丽·样本拜尔·样本阿卜杜·样本热合曼'],
    ])('%s is read, answers %s', async (card, answers, name) => {
      const { reader } = await bench(card);
      unit.set('answers', answers);
      ended.push(() => unit.set('answers', 'direct'));
      const read = await reader.readCard(options);
      if (!read.ok) throw new Error(read.error.description);
      expect(read.value.name.reveal()).toBe(name);
      expect(reader.status).toMatchObject({ device: 'online', media: 'present', chipPower: 'online' });
    });

    it('a card that is put in later is waited for, and its going is noticed', async () => {
      const { reader, until } = await bench('none');
      expect(reader.status.media).toBe('notPresent');
      const reading = reader.readCard(options);
      unit.set('chipCard', 'specimen-a');
      expect((await reading).ok).toBe(true);
      unit.set('chipCard', 'none');
      await until(({ media }) => media === 'notPresent');
      unit.set('chipCard', 'specimen-b');
      const next = await reader.readCard(options);
      expect(next.ok && next.value.name.reveal()).toBe('张样本');
    });

    it('the PIN is verified, counted and changed', async () => {
      const { reader } = await bench('specimen-a');
      await reader.readCard(options);
      expect(await reader.verifyPin(pin('111111'), options)).toMatchObject({
        error: { errorCode: 'pinWrong', triesLeft: 5 },
      });
      expect((await reader.changePin({ old: pin('888888'), next: pin('135790') }, options)).ok).toBe(true);
      expect((await reader.verifyPin(pin('135790'), options)).ok).toBe(true);
      expect(unit.describe().holds.join()).toContain('PIN tries left: 6');
    });

    it('a card torn out while its PIN is changed leaves it open', async () => {
      const { reader, until } = await bench('specimen-a');
      await reader.readCard(options);
      unit.set('tear', 'changeUnanswered');
      const changed = await reader.changePin({ old: pin('888888'), next: pin('135790') }, options);
      expect(changed).toMatchObject({
        ok: false,
        error: { errorCode: 'mediaRemoved', outcome: 'indeterminate' },
      });
      await until(({ media }) => media === 'notPresent');
      unit.set('chipCard', 'specimen-a');
      await until(({ media }) => media === 'present');
      expect((await reader.verifyPin(pin('135790'), options)).ok).toBe(true);
    });

    it('a card torn out while it is read was not read', async () => {
      const { reader } = await bench('specimen-a');
      unit.set('tear', 'read');
      expect(await reader.readCard(options)).toMatchObject({
        error: { errorCode: 'mediaRemoved', outcome: 'notDone' },
      });
    });

    it('a card without a readable ATR is refused', async () => {
      const { reader, until } = await bench('none');
      unit.set('mute', true);
      ended.push(() => unit.set('mute', false));
      unit.set('chipCard', 'specimen-a');
      await until(({ media }) => media === 'present');
      const read = await reader.readCard(options);
      expect(read.ok).toBe(false);
      expect(['atrNotObtained', 'protocolNotSupported']).toContain(!read.ok && read.error.errorCode);
    });

    it('a service that ends is noticed, and found again', async () => {
      const { reader, until } = await bench('specimen-a');
      expect((await reader.readCard(options)).ok).toBe(true);
      const offline = until(({ device }) => device === 'offline');
      await stop();
      await offline;
      expect(await reader.readCard(options)).toMatchObject({ error: { completionCode: 'deviceNotReady' } });
      const online = until(({ device, media }) => device === 'online' && media === 'present');
      await start();
      await online;
      expect((await reader.readCard(options)).ok).toBe(true);
    });
  },
);

it('a reader that PC/SC does not know is not found, with or without a service', async () => {
  const channel = pcscChannel({ reader: 'No Such Reader', clock: systemClock });
  expect(await channel.open()).toMatchObject({ ok: false, error: { code: 'notFound' } });
  await channel.close();
});
