import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import { CcnetEmulator } from '../../drivers/ccnet/emulator.ts';
import { CoinAcceptorEmulator } from '../../drivers/cctalk/coin-acceptor-emulator.ts';
import { HopperEmulator } from '../../drivers/cctalk/hopper-emulator.ts';
import { CctalkWire } from '../../drivers/cctalk/wire.ts';
import { EppEmulator } from '../../drivers/epp/emulator.ts';
import { specimenEpp } from '../../drivers/epp/profile.ts';
import { EscPosEmulator } from '../../drivers/escpos/emulator.ts';
import { Id003Emulator } from '../../drivers/id003/emulator.ts';
import type { Identification } from '../../drivers/identification.ts';
import { LcdmEmulator } from '../../drivers/lcdm/emulator.ts';
import { MegatecUpsEmulator } from '../../drivers/megatec-ups/emulator.ts';
import { ModbusIoEmulator } from '../../drivers/modbus-io/emulator.ts';
import { specimenMap } from '../../drivers/modbus-io/map.ts';
import { specimenCards } from '../../drivers/sdt/cards.ts';
import { SdtEmulator } from '../../drivers/sdt/emulator.ts';
import { SspEmulator } from '../../drivers/ssp/emulator.ts';
import type { Emulator } from '../../emulation/emulator.ts';
import { pacedLine } from '../../emulation/paced-line.ts';
import { EchoUnit } from '../../emulation/test-echo-unit.ts';
import { memoryLine } from '../../transport/memory.ts';
import { ask, discover, groups } from './discover.ts';

/** Every emulated unit that hangs on a serial line, with something in it that could be moved. */
const units: Readonly<Record<string, (clock: VirtualClock) => Emulator>> = {
  'sdt-identity-card-reader': (clock) => {
    const reader = new SdtEmulator({ clock, cards: specimenCards() });
    reader.set('card', 'specimen-a');
    return reader;
  },
  'escpos-receipt-printer': (clock) => new EscPosEmulator({ clock }),
  'ssp-note-recycler': (clock) =>
    new SspEmulator({ clock, random: (count) => randomBytes(count), filled: [10_000, 1_000] }),
  'ccnet-note-acceptor': (clock) => new CcnetEmulator({ clock }),
  'id003-note-acceptor': (clock) => new Id003Emulator({ clock }),
  'lcdm-cash-dispenser': (clock) => new LcdmEmulator({ clock }),
  'modbus-io-board': (clock) => new ModbusIoEmulator({ clock, map: specimenMap }),
  'epp-pin-pad': (clock) => new EppEmulator({ clock, profile: specimenEpp }),
  'cctalk-coin-acceptor': (clock) => new CoinAcceptorEmulator({ clock }),
  'cctalk-coin-hopper': (clock) => new HopperEmulator({ clock }),
};
const names = Object.keys(units);
/** Not to be found: its questions end with a byte that makes a printer print. It must stay unmoved all the same. */
const silentOnes: typeof units = { 'megatec-ups': (clock) => new MegatecUpsEmulator({ clock }) };

async function onLine(name: string) {
  const clock = new VirtualClock();
  const unit = { ...units, ...silentOnes }[name]?.(clock);
  if (unit === undefined) throw new Error(`no unit ${name}`);
  const line = memoryLine(name);
  // ccTalk is one wire for both directions: the host hears itself.
  const wire = new CctalkWire();
  if (name.startsWith('cctalk')) unit.attach(wire.tap());
  (name.startsWith('cctalk') ? wire : unit).attach(pacedLine(line.unit, clock, 9_600));
  await clock.advance(60_000);
  const finish = async <T>(work: Promise<T>): Promise<T> => {
    let done = false;
    const ended = work.finally(() => {
      done = true;
    });
    await clock.advanceUntil(() => done);
    return ended;
  };
  return { clock, unit, line, finish };
}

describe('discovery', () => {
  it.each(names)('finds %s, and nothing in it moved', async (name) => {
    const { unit, line, clock, finish } = await onLine(name);
    const before = unit.describe();
    const [finding] = await finish(discover(['port'], { clock, open: () => line.host }));
    expect(finding?.candidates.map(({ profile }) => profile)).toEqual([name]);
    expect(finding?.candidates[0]?.score).toBeGreaterThanOrEqual(70);
    await clock.advance(60_000);
    expect(unit.describe()).toEqual(before);
  });

  it('finds both units of one wire', async () => {
    const clock = new VirtualClock();
    const wire = new CctalkWire();
    new CoinAcceptorEmulator({ clock }).attach(wire.tap());
    new HopperEmulator({ clock }).attach(wire.tap());
    const line = memoryLine();
    wire.attach(line.unit);
    let found: string[] | undefined;
    void discover(['wire'], { clock, open: () => line.host }).then(([finding]) => {
      found = finding?.candidates.map(({ profile }) => profile);
    });
    await clock.advanceUntil(() => found !== undefined);
    expect(found).toEqual(['cctalk-coin-acceptor', 'cctalk-coin-hopper']);
  });

  it.each([...names, 'megatec-ups'])(
    'moves nothing in %s with the questions that are meant for others',
    async (name) => {
      const { unit, line, clock, finish } = await onLine(name);
      const before = unit.describe();
      for (const identification of groups.flat()) {
        const heard = await finish(ask(line.host, identification, clock));
        if (typeof heard === 'string') throw new Error(heard);
        if (identification.profile !== name) expect(identification.recognise(heard)).toBeNull();
      }
      await clock.advance(60_000);
      const after = unit.describe();
      expect(after.switches).toEqual(before.switches);
      // A printer keeps in its buffer what it takes for text, and prints none of it.
      expect(after.holds.filter((line) => !/not understood/.test(line))).toEqual(before.holds);
    },
  );

  it('says nothing to a printer that would print or cut', () => {
    const printing = [0x0a, 0x0b, 0x0c, 0x0d, 0x10, 0x1b, 0x1c, 0x1d];
    for (const { driver, questions } of groups.flat()) {
      if (driver === 'escpos') continue;
      for (const byte of questions.flatMap((question) => [...question])) {
        expect(printing, `${driver} ${byte.toString(16)}`).not.toContain(byte);
      }
    }
  });

  it('takes noise and silence for nothing', () => {
    for (const identification of groups.flat()) {
      const noise = Uint8Array.from({ length: 4_096 }, (_, at) => (at * 73 + (at >> 3)) & 0xff);
      const named = (heard: Uint8Array) => [identification.driver, identification.recognise(heard)];
      expect(named(new Uint8Array())).toEqual([identification.driver, null]);
      expect(named(noise)).toEqual([identification.driver, null]);
    }
  });

  it('takes a plug that joins both wires for nothing', async () => {
    const clock = new VirtualClock();
    const line = memoryLine('loop');
    new EchoUnit().attach(line.unit);
    let found: unknown;
    void discover(['loop'], { clock, open: () => line.host }).then((findings) => {
      found = findings;
    });
    await clock.advanceUntil(() => found !== undefined);
    expect(found).toEqual([{ path: 'loop', candidates: [], problem: null }]);
  });

  it('leaves a port alone that it cannot open, and goes on with the next', async () => {
    const { line, clock, finish } = await onLine('sdt-identity-card-reader');
    const gone = memoryLine('gone');
    gone.cut();
    const open = (path: string, _serial: Identification['serial']) =>
      path === 'gone' ? gone.host : line.host;
    const found = await finish(discover(['gone', 'port'], { clock, open }));
    expect(found[0]).toEqual({ path: 'gone', candidates: [], problem: 'gone is not plugged in' });
    expect(found[1]?.candidates[0]?.profile).toBe('sdt-identity-card-reader');
  });
});
