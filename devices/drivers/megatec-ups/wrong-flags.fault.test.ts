import fc from 'fast-check';
import { expect, it } from 'vitest';
import { upsBench } from './test-bench.ts';

it('one reply with wrong flags is not believed: nobody is told that the mains failed', async () => {
  const { unit, clock, statuses, sent } = await upsBench();
  unit.set('wrongFlags', true);
  await clock.advance(5_000);
  expect(unit.describe().switches.find(({ id }) => id === 'wrongFlags')?.value).toBe(false);
  expect(statuses).toEqual([]);
  // Two polls, and one question more.
  expect(sent).toEqual(['Q1', 'Q1', 'Q1']);
});

it('a bit that turns on the line, any one of a reply, tells nobody of a failure', async () => {
  const bits = fc.sample(fc.integer({ min: 0, max: 47 * 8 - 1 }), { numRuns: 60, seed: 7 });
  for (const bit of bits) {
    const { unit, line, clock, statuses } = await upsBench();
    let turned = false;
    // The unit is silent, and somebody who answers in its place turns the bit of one reply.
    unit.set('silent', true);
    const good = Buffer.from('(221.4 221.4 220.0 034 50.0 26.0 31.5 00001000\r', 'latin1');
    line.unit.onData((bytes) => {
      if (!Buffer.from(bytes).includes('Q1')) return;
      const reply = Uint8Array.from(good);
      if (!turned) reply[bit >> 3] = (reply[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      turned = true;
      line.unit.write(reply);
    });
    await clock.advance(9_000);
    expect(turned).toBe(true);
    const alarming = statuses.filter((one) => /Failed|Low|Missing|Pending|offline/.test(one));
    expect(alarming, `bit ${bit}`).toEqual([]);
  }
});
