import { expect, it } from 'vitest';
import { encodeFrame } from './codec.ts';
import { eppBench, errorOf, hexOf, wrapped } from './test-bench.ts';

it.each(['wrongCheck', 'lostByte', 'lostReply'])(
  '%s once: asked again, and the PIN is read',
  async (fault) => {
    const { unit, read, type, finish, clock } = await eppBench();
    unit.set(fault, 'once');
    const reading = read();
    await type('1234');
    await clock.advance(100);
    unit.set(fault, 'once');
    unit.set('key_enter', true);
    expect(hexOf((await finish(reading)).value)).toBe('B4BF8522DFFB6FFB');
  },
);

it('garbage before every reply does no harm', async () => {
  const { unit, readWith, progress } = await eppBench();
  unit.set('garbageBefore', true);
  expect(hexOf(await readWith('1234E'))).toBe('B4BF8522DFFB6FFB');
  expect(progress).toEqual(['enterData 0', 'digit 1', 'digit 2', 'digit 3', 'digit 4']);
});

it('the start of typing is not sent twice: what was typed since would be forgotten', async () => {
  const { unit, read, finish, clock, sent } = await eppBench();
  const reading = read();
  await clock.advanceUntil(() => sent.includes('startPin'));
  unit.set('lostReply', 'once');
  expect(errorOf((await finish(reading)).value)).toMatchObject({
    completionCode: 'deviceNotReady',
    outcome: 'notDone',
  });
  expect(sent.filter((one) => one === 'startPin')).toHaveLength(1);
});

it('a block with any one wrong bit is never passed on', async () => {
  const block = encodeFrame(Uint8Array.of(0x04, ...Buffer.from('B4BF8522DFFB6FFB', 'hex')));
  for (let bit = 0; bit < block.length * 8; bit += 1) {
    const { line, read, type, clock, finish, unit } = await eppBench({ paced: false });
    let spoiled = false;
    const reading = read();
    await type('1234');
    unit.set('lostReply', 'once');
    line.unit.onData((bytes) => {
      if (bytes[2] !== 0x42 || spoiled) return;
      spoiled = true;
      line.unit.write(block.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte)));
    });
    unit.set('key_enter', true);
    await clock.advance(1);
    const { value } = await finish(reading);
    expect(spoiled).toBe(true);
    expect(hexOf(value), `bit ${bit}`).toBe('B4BF8522DFFB6FFB');
  }
});

it('a key import whose answer never comes: nobody knows, and the pad may have done it', async () => {
  const { unit, pad, finish, clock, sent } = await eppBench();
  const next = wrapped('tripleDes', new Uint8Array(16).fill(5));
  const importing = pad.importKey({ keyName: 'pin', ...next, timeoutMs: 20_000 });
  await clock.advanceUntil(() => sent.includes('loadWorkKey'));
  unit.set('lostReply', 'always');
  expect(errorOf((await finish(importing)).value)).toMatchObject({
    completionCode: 'deviceNotReady',
    outcome: 'indeterminate',
  });
  unit.set('lostReply', 'off');
  await clock.advance(10_000);
  const { value } = await finish(pad.keyCheckValue('pin', { timeoutMs: 5_000 }));
  expect(hexOf(value)).toBe(Buffer.from(next.checkValue).toString('hex').toUpperCase().slice(0, 6));
});

it('a key import that never went out: not done', async () => {
  const { unit, pad, finish } = await eppBench();
  unit.set('silent', true);
  const next = wrapped('tripleDes', new Uint8Array(16).fill(5));
  const importing = pad.importKey({ keyName: 'pin', ...next, timeoutMs: 20_000 });
  expect(errorOf((await finish(importing)).value)).toMatchObject({ outcome: 'notDone' });
});
