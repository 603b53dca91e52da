import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import { memoryLine } from '../../transport/memory.ts';
import { LcdmExchange } from './exchange.ts';
import { lcdm1000 } from './profile.ts';

const reply = '0150024531303130303030300315';

/** The unit's end in the hands of the test. */
async function dispensing() {
  const clock = new VirtualClock();
  const line = memoryLine();
  const heard: string[] = [];
  line.unit.onData((bytes) => heard.push(Buffer.from(bytes).toString('hex')));
  await line.host.open();
  const exchange = new LcdmExchange(line.host, clock, lcdm1000);
  const answer = exchange.run({ command: 'dispense', count: 10 });
  await clock.advance(10);
  return {
    clock,
    heard,
    answer,
    async say(hex: string, ms = 10) {
      line.unit.write(Uint8Array.from(Buffer.from(hex, 'hex')));
      await clock.advance(ms);
    },
  };
}

const command = '0450024531300311';

describe('a dispense', () => {
  it('goes out again after an NCK that is all that came, not before the time for an ACK is over', async () => {
    const { say, clock, heard } = await dispensing();
    await say('15', 500);
    expect(heard).toEqual([command]);
    await clock.advance(200);
    expect(heard).toEqual([command, command]);
  });

  it.each([
    ['an ACK follows it', '1506'],
    ['something follows it', '157f'],
    ['something came before it', '7f15'],
    ['the unit says it twice', '1515'],
  ])('does not go out again after an NCK where %s', async (_, hex) => {
    const { say, heard, answer } = await dispensing();
    await say(hex, 20_000);
    expect(heard).toEqual([command]);
    await say(reply);
    expect(heard).toEqual([command, '06']);
    expect(await answer).toMatchObject({ ok: true, value: { exit: 10 } });
  });

  it('whose reply stops halfway asks for it again', async () => {
    const { say, heard, answer } = await dispensing();
    await say('06', 5_000);
    await say(reply.slice(0, 10), 400);
    expect(heard).toEqual([command, '15']);
    await say(reply);
    expect(await answer).toMatchObject({ ok: true });
  });

  it('takes a reply that comes byte by byte', async () => {
    const { say, answer } = await dispensing();
    for (const byte of `06${reply}`.match(/../g) ?? []) await say(byte, 100);
    expect(await answer).toMatchObject({ ok: true, value: { check: 10, exit: 10 } });
  });

  it('acknowledges the reply to another command, and goes on waiting for its own', async () => {
    const { say, heard, answer } = await dispensing();
    await say('0601500244300324', 1_000);
    expect(heard).toEqual([command, '06']);
    await say(reply);
    expect(await answer).toMatchObject({ ok: true, value: { command: 'dispense' } });
  });
});
