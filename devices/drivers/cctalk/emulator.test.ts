import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import { memoryLine } from '../../transport/memory.ts';
import { encodeFrame } from './codec.ts';
import { CoinAcceptorEmulator } from './coin-acceptor-emulator.ts';
import { headers } from './headers.ts';
import { HopperEmulator } from './hopper-emulator.ts';
import { CctalkWire } from './wire.ts';

/** A host that is not our driver: bytes only, on a wire with both units. */
async function rawHost() {
  const clock = new VirtualClock();
  const line = memoryLine();
  const wire = new CctalkWire();
  const acceptor = new CoinAcceptorEmulator({ clock });
  const hopper = new HopperEmulator({ clock });
  acceptor.attach(wire.tap());
  hopper.attach(wire.tap());
  wire.attach(line.unit);
  let heard = '';
  await line.host.open();
  line.host.onData((bytes) => {
    heard += Buffer.from(bytes).toString('hex');
  });
  await clock.advance(1_000);
  return {
    clock,
    wire,
    acceptor,
    hopper,
    async say(hex: string, ms = 60): Promise<string> {
      heard = '';
      await line.host.write(Uint8Array.from(Buffer.from(hex, 'hex')));
      await clock.advance(ms);
      return heard;
    },
  };
}

const hexOf = (destination: number, source: number, header: number, ...data: number[]) =>
  Buffer.from(encodeFrame('checksum', { destination, source, header, data: Uint8Array.from(data) })).toString(
    'hex',
  );

describe('the wire', () => {
  it('brings the host its own bytes back, and then the answer of the unit that was meant', async () => {
    const { say } = await rawHost();
    expect(await say('020001feff')).toBe('020001feff01000200fd');
    expect(await say(hexOf(3, 1, headers.simplePoll))).toBe(hexOf(3, 1, headers.simplePoll) + hexOf(1, 3, 0));
    expect(await say(hexOf(9, 1, headers.simplePoll))).toBe(hexOf(9, 1, headers.simplePoll));
  });

  it('keeps the echo, or spoils a command, when told to', async () => {
    const { say, wire } = await rawHost();
    wire.set('noEcho', true);
    expect(await say('020001feff')).toBe('01000200fd');
    wire.set('noEcho', false);
    wire.set('collision', true);
    expect(await say('020001feff')).toBe('020041feff');
    expect(await say('020001feff')).toBe('020001feff01000200fd');
    expect(() => wire.set('nothing', true)).toThrow('no switch');
  });
});

describe('the emulated units', () => {
  it('do not answer a frame that does not check, and hear the next one', async () => {
    const { say } = await rawHost();
    expect(await say('020001fefe')).toBe('020001fefe');
    expect(await say('020001feff')).toBe('020001feff01000200fd');
  });

  it.each([
    [2, 'Coin Acceptor'],
    [3, 'Payout'],
  ])('at address %i is a %s', async (address, category) => {
    const { say } = await rawHost();
    const question = hexOf(address, 1, headers.requestEquipmentCategory);
    expect(await say(question)).toBe(question + hexOf(1, address, 0, ...Buffer.from(category)));
    const unknown = hexOf(address, 1, 77);
    expect(await say(unknown)).toBe(unknown + hexOf(1, address, 5));
  });

  it('begin with an event counter of 0 and empty events', async () => {
    const { say } = await rawHost();
    const question = hexOf(2, 1, headers.readBufferedCredit);
    expect(await say(question)).toBe(question + hexOf(1, 2, 0, ...new Array(11).fill(0)));
  });

  it('a hopper that is not enabled pays nothing', async () => {
    const { say, hopper } = await rawHost();
    const pay = hexOf(3, 1, headers.dispenseHopperCoins, 0, 0, 0, 0, 0, 0, 0, 0, 5);
    expect(await say(pay, 5_000)).toBe(pay + hexOf(1, 3, 5));
    await say(hexOf(3, 1, headers.enableHopper, 0xa5));
    expect(await say(pay)).toBe(pay + hexOf(1, 3, 0, 1));
    // It pays already.
    expect(await say(pay, 5_000)).toBe(pay + hexOf(1, 3, 5));
    expect(hopper.coins.tray).toBe(5);
  });

  it('without power say nothing, and a coin falls through', async () => {
    const { say, acceptor } = await rawHost();
    acceptor.set('powerOff', true);
    acceptor.set('insertCoin1', true);
    expect(acceptor.coins).toEqual({ customer: 300, path: 0, cashbox: 0, sorted: 0 });
    expect(await say('020001feff')).toBe('020001feff');
    acceptor.set('powerOff', false);
    await say('', 600);
    expect(await say('020001feff')).toBe('020001feff01000200fd');
  });

  it('show a person what they hold and every switch', async () => {
    const { acceptor, hopper, wire } = await rawHost();
    expect(acceptor.describe().holds).toEqual([
      'cashbox: 0 coins, sorted: 0',
      'nothing in the path',
      'not accepting',
    ]);
    expect(hopper.describe().holds).toEqual([
      'hopper: 150 coins',
      'in the tray: 0, taken by the customer: 0',
      'last payout: 0 paid, 0 unpaid',
      'ready',
    ]);
    expect(wire.describe().holds).toEqual(['units on the wire: 2']);
    let changes = 0;
    hopper.onChanged(() => changes++);
    hopper.set('fill', true);
    hopper.set('takeCoins', true);
    expect(changes).toBe(2);
    expect(hopper.coins).toMatchObject({ hopper: 250, staff: 900 });
    expect(() => hopper.set('payoutFault', 'fire')).toThrow('takes one of');
    expect(() => acceptor.set('silent', 'yes')).toThrow('takes true or false');
  });
});
