import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import { memoryLine } from '../../transport/memory.ts';
import { LcdmEmulator } from './emulator.ts';

/** A host that is not our driver: bytes only. */
async function rawHost() {
  const clock = new VirtualClock();
  const line = memoryLine();
  const unit = new LcdmEmulator({ clock });
  unit.attach(line.unit);
  let heard = '';
  await line.host.open();
  line.host.onData((bytes) => {
    heard += Buffer.from(bytes).toString('hex');
  });
  await clock.advance(3_000);
  return {
    clock,
    unit,
    async say(hex: string, ms: number): Promise<string> {
      heard = '';
      await line.host.write(Uint8Array.from(Buffer.from(hex, 'hex')));
      await clock.advance(ms);
      return heard;
    },
  };
}

const status = '045002460313';
const well = '01500246303080800316';

describe('the emulated dispenser', () => {
  it('answers with the published bytes', async () => {
    const { say } = await rawHost();
    expect(await say(status, 20)).toBe(`06${well}`);
    expect(await say('06', 20)).toBe('');
    expect(await say('0450024531300311', 10_000)).toMatch(/^060150024531303130303030300315/);
  });

  it('says a reply four times when nobody acknowledges it, then no more', async () => {
    const { say } = await rawHost();
    expect(await say(status, 20)).toBe(`06${well}`);
    expect(await say('', 500)).toBe(well);
    expect(await say('', 5_000)).toBe(well + well);
    expect(await say('', 5_000)).toBe('');
  });

  it('says it again at once on NCK, and is quiet after ACK', async () => {
    const { say } = await rawHost();
    await say(status, 20);
    expect(await say('15', 1)).toBe(well);
    expect(await say('06', 5_000)).toBe('');
    expect(await say('15', 5_000)).toBe('');
  });

  it.each([
    ['with a wrong BCC', '045002460312'],
    ['that is not known', '0450029903cc'],
    ['for 61 notes', '0450024536310317'],
    ['that stops halfway', '0450024531'],
  ])('answers NCK to a command %s', async (_, hex) => {
    const { say, unit } = await rawHost();
    expect(await say(hex, 300)).toBe('15');
    await say('', 60_000);
    expect(unit.notes.exit).toBe(0);
  });

  it('hears nothing while it starts, while it pays, and without power', async () => {
    const { say, unit, clock } = await rawHost();
    await say('0450024531300311', 1_000);
    expect(await say(status, 100)).toBe('');
    await clock.advance(20_000);
    unit.set('powerCycle', true);
    expect(await say(status, 100)).toBe('');
    await clock.advance(3_000);
    expect(await say(status, 100)).toBe(`06${well}`);
    unit.set('dispenseFault', 'powerCut');
    await say('0450024531300311', 10_000);
    expect(await say(status, 1_000)).toBe('');
    expect(unit.describe().holds).toContain('off');
  });

  it('shows a person what it holds and every switch', async () => {
    const { unit } = await rawHost();
    let changes = 0;
    unit.onChanged(() => changes++);
    unit.set('cassetteOut', true);
    expect(changes).toBe(1);
    const { holds, switches } = unit.describe();
    expect(holds).toEqual([
      'cassette: 200 notes, taken out',
      'in the path: 0',
      'in the exit: 0, taken by the customer: 0',
      'reject tray: 0',
      'ready',
    ]);
    expect(switches.find(({ id }) => id === 'cassetteOut')).toMatchObject({ kind: 'toggle', value: true });
    expect(switches.find(({ id }) => id === 'takeNotes')).toMatchObject({ kind: 'action', value: false });
  });

  it('lets people move notes, and never makes or loses one', async () => {
    const { unit, say } = await rawHost();
    const total = () => Object.values(unit.notes).reduce((sum, count) => sum + count, 0);
    await say('0450024531300311', 10_000);
    unit.set('takeNotes', true);
    unit.set('fillCassette', true);
    expect(unit.notes).toEqual({ cassette: 290, path: 0, exit: 0, customer: 10, reject: 0, staff: 900 });
    unit.set('emptyRejectTray', true);
    expect(total()).toBe(1_200);
  });

  it.each([
    ['nobody', true, 'no switch nobody'],
    ['dispenseFault', 'fire', 'takes one of off'],
    ['silent', 'yes', 'takes true or false'],
  ])('refuses %s = %s', async (id, value, message) => {
    const { unit } = await rawHost();
    expect(() => unit.set(id, value)).toThrow(message);
  });
});
