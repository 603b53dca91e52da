import { describe, expect, it } from 'vitest';
import { describeStatusWord } from './status-word.ts';
import { expectCard, expectError, sdtBench } from './test-bench.ts';

describe.each(['31', '32', '33', '41', '47'])('status word %s of a read', (statusWord) => {
  it('is readFailed after three rounds, and the card is read when it has passed', async () => {
    const { read, unit, sent, reader } = await sdtBench();
    unit.set('card', 'specimen-a');
    unit.set('statusWord', statusWord);
    const error = expectError((await read()).value);
    expect(error).toMatchObject({ completionCode: 'commandErrorCode', errorCode: 'readFailed' });
    expect(error.description).toContain(`SW 0000${statusWord}`);
    expect(sent.filter((command) => command === '3001')).toHaveLength(3);
    expect(reader.status).toMatchObject({ device: 'online', media: 'present' });
    unit.set('statusWord', 'off');
    expectCard((await read()).value);
  });
});

it('a read that fails once is tried again', async () => {
  const { reader, unit, clock, finish } = await sdtBench();
  unit.set('card', 'specimen-a');
  unit.set('statusWord', '41');
  const reading = reader.readCard({ timeoutMs: 30_000 });
  await clock.advance(420);
  unit.set('statusWord', 'off');
  expectCard((await finish(reading)).value);
});

it('status word 81 is invalidMedia, 80 is noMedia', async () => {
  const { read, unit } = await sdtBench();
  unit.set('card', 'specimen-a');
  unit.set('statusWord', '81');
  expect(expectError((await read()).value).errorCode).toBe('invalidMedia');
  unit.set('statusWord', '80');
  expect(expectError((await read(1_000)).value).errorCode).toBe('noMedia');
});

it.each([
  ['60', 'moduleSelfTestFailed'],
  ['66', 'moduleNotAuthorised'],
])(
  'status word %s is a hardware error, and passes when the module is well again',
  async (statusWord, reason) => {
    const { read, unit, reader, clock } = await sdtBench();
    unit.set('card', 'specimen-a');
    unit.set('statusWord', statusWord);
    const error = expectError((await read()).value);
    expect(error.completionCode).toBe('hardwareError');
    expect(error.description).toContain(`SW 0000${statusWord}`);
    expect(reader.status).toMatchObject({ device: 'hardwareError', reasons: [reason] });
    unit.set('statusWord', 'off');
    await clock.advance(11_000);
    expect(reader.status).toMatchObject({ device: 'online', reasons: [] });
  },
);

it('status words 21 and 24 are hardware errors of the command', async () => {
  const { read, unit } = await sdtBench();
  for (const statusWord of ['21', '24']) {
    unit.set('statusWord', statusWord);
    expect(expectError((await read()).value).completionCode).toBe('hardwareError');
  }
});

it('a status word that no document names is told as such', () => {
  expect(describeStatusWord(0x77)).toBe('SW 000077, a status that no document names');
});
