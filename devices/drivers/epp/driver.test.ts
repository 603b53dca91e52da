import { describe, expect, it } from 'vitest';
import { Sensitive } from '../../../src-shared/sensitive.ts';
import type { EncryptedKey, PinBlockFormat } from '../../contract/pin-pad.ts';
import { specimenWorkKeys } from './emulator-pad.ts';
import { encryptedPinBlock } from './pin-block.ts';
import { algorithmOf, specimenEpp } from './profile.ts';
import { account, checkValue, eppBench, errorOf, hexOf, keyOf, wrapped } from './test-bench.ts';

const fill = (count: number) => new Uint8Array(count).fill(0xff);
const formats: PinBlockFormat[] = ['iso0', 'iso3', 'iso4', 'sm4'];

describe('a PIN', () => {
  it('comes out as the published block, and only as that', async () => {
    const { readWith, progress, sent } = await eppBench();
    const answer = await readWith('1234E');
    expect(hexOf(answer)).toBe('B4BF8522DFFB6FFB');
    expect(progress).toEqual(['enterData 0', 'digit 1', 'digit 2', 'digit 3', 'digit 4']);
    expect(sent).toEqual([
      'account',
      'setParameter',
      'setParameter',
      'activateKey',
      'startPin',
      'readPin',
      'keypad',
    ]);
  });

  it.each(formats)('in %s is what a host expects', async (format) => {
    const { readWith } = await eppBench();
    const key = specimenWorkKeys[algorithmOf[format]];
    const digits = format === 'iso4' ? account : account.slice(-13, -1);
    const expected = encryptedPinBlock(format, key, '502918', digits, fill);
    const answer = await readWith('502918E', { format, keyName: keyOf[format] });
    expect(hexOf(answer)).toBe(Buffer.from(expected).toString('hex').toUpperCase());
  });

  it('may be cleared and typed again; how much CLEAR takes away is in the profile', async () => {
    const all = await eppBench();
    expect(hexOf(await all.readWith('99C1234E'))).toBe('B4BF8522DFFB6FFB');
    expect(all.progress.slice(0, 4)).toEqual(['enterData 0', 'digit 1', 'digit 2', 'cleared 0']);
    const last = await eppBench({ profile: { ...specimenEpp, clearKey: 'last' } });
    expect(hexOf(await last.readWith('19C234E'))).toBe('B4BF8522DFFB6FFB');
    expect(last.progress.slice(0, 4)).toEqual(['enterData 0', 'digit 1', 'digit 2', 'cleared 1']);
  });

  it('is not longer than asked for', async () => {
    const { readWith, progress } = await eppBench();
    expect(hexOf(await readWith('123456789E', { maximumLength: 4 }))).toBe('B4BF8522DFFB6FFB');
    expect(progress.at(-1)).toBe('digit 4');
  });

  it('that is too short is forgotten', async () => {
    const { readWith, listening, sent } = await eppBench();
    expect(errorOf(await readWith('12345E', { minimumLength: 6 }))).toMatchObject({
      completionCode: 'commandErrorCode',
      errorCode: 'minimumLength',
      outcome: 'notDone',
    });
    expect(sent).not.toContain('readPin');
    expect(listening()).toBe(false);
    expect(hexOf(await readWith('1234E'))).toBe('B4BF8522DFFB6FFB');
  });

  it('can be read one after the other, and by two who ask at once', async () => {
    const { read, type, finish } = await eppBench();
    const first = read();
    const second = read();
    await type('1234E');
    expect(hexOf((await finish(first)).value)).toBe('B4BF8522DFFB6FFB');
    await type('9999E');
    expect(hexOf((await finish(second)).value)).not.toBe('B4BF8522DFFB6FFB');
  });

  it.each([
    [{ keyName: 'nobody' }, 'keyNotFound'],
    [{ format: 'iso4' as const }, 'useViolation'],
    [{ keyName: 'pinSm4' }, 'useViolation'],
  ])('is not asked for with %j: %s', async (more, errorCode) => {
    const { read, finish, sent } = await eppBench();
    expect(errorOf((await finish(read(more))).value)).toMatchObject({ errorCode, outcome: 'notDone' });
    expect(sent).toEqual([]);
  });

  it.each([
    { account: new Sensitive('123', '***') },
    { account: new Sensitive('4356-8765-0987-6788', '***') },
    { minimumLength: 3 },
    { maximumLength: 13 },
    { minimumLength: 6, maximumLength: 4 },
    { minimumLength: 4.5 },
  ])('is not asked for with %j', async (more) => {
    const { read, finish, sent } = await eppBench();
    expect(errorOf((await finish(read(more))).value).completionCode).toBe('invalidData');
    expect(sent).toEqual([]);
  });

  it('in a format that the unit does not have is refused', async () => {
    const { read, finish } = await eppBench({ profile: { ...specimenEpp, modes: { iso0: 1 } } });
    expect(errorOf((await finish(read({ format: 'iso3' }))).value).errorCode).toBe('formatNotSupported');
  });
});

describe('keys', () => {
  it('have the check values that a host computes', async () => {
    const { pad, finish } = await eppBench();
    const value = async (name: string) =>
      hexOf((await finish(pad.keyCheckValue(name, { timeoutMs: 5_000 }))).value);
    expect(await value('pin')).toBe(checkValue('tripleDes'));
    expect(await value('pinAes')).toBe(checkValue('aes'));
    expect(await value('pinSm4')).toBe(checkValue('sm4'));
    expect(errorOf((await finish(pad.keyCheckValue('x', { timeoutMs: 5_000 }))).value).errorCode).toBe(
      'keyNotFound',
    );
  });

  it('are replaced under the master key, and PINs are then under the new one', async () => {
    const { pad, finish, readWith } = await eppBench();
    const fresh = Uint8Array.from({ length: 16 }, (_, at) => at * 7 + 1);
    const imported = await finish(
      pad.importKey({ keyName: 'pin', ...wrapped('tripleDes', fresh), timeoutMs: 5_000 }),
    );
    expect(imported.value).toEqual({ ok: true, value: undefined });
    const expected = encryptedPinBlock('iso0', fresh, '1234', account.slice(-13, -1), fill);
    expect(hexOf(await readWith('1234E'))).toBe(Buffer.from(expected).toString('hex').toUpperCase());
  });

  it.each(['aes', 'sm4'] as const)('of %s are replaced too', async (algorithm) => {
    const { pad, finish } = await eppBench();
    const keyName = algorithm === 'aes' ? 'pinAes' : 'pinSm4';
    const key = wrapped(algorithm, new Uint8Array(16).fill(9));
    const imported = await finish(pad.importKey({ keyName, ...key, timeoutMs: 5_000 }));
    expect(imported.value.ok).toBe(true);
    const value = hexOf((await finish(pad.keyCheckValue(keyName, { timeoutMs: 5_000 }))).value);
    expect(value).toBe(Buffer.from(key.checkValue).toString('hex').toUpperCase().slice(0, 6));
  });

  it('with another check value than the host says: the slot holds something else than meant', async () => {
    const { pad, finish } = await eppBench();
    const { key } = wrapped('tripleDes', new Uint8Array(16).fill(3));
    const checkValue = Uint8Array.of(1, 2, 3, 4);
    const imported = await finish(pad.importKey({ keyName: 'pin', key, checkValue, timeoutMs: 5_000 }));
    expect(errorOf(imported.value)).toMatchObject({ errorCode: 'invalidValue', outcome: 'indeterminate' });
  });

  it('of a wrong length are not sent', async () => {
    const { pad, finish, sent } = await eppBench();
    const key = new Uint8Array(7) as EncryptedKey;
    const imported = pad.importKey({ keyName: 'pin', key, checkValue: key, timeoutMs: 5_000 });
    expect(errorOf((await finish(imported)).value).errorCode).toBe('invalidKeyLength');
    expect(sent).toEqual([]);
  });
});

describe('what the pad says when the line comes up', () => {
  it('all is well', async () => {
    const { pad } = await eppBench();
    expect(pad.keyNames).toEqual(['pin', 'pinAes', 'pinSm4']);
    expect(pad.status).toEqual({ device: 'online', reasons: [], encryptionState: 'ready' });
  });

  it('a PIN that was being typed when the terminal died is gone', async () => {
    const { unit, clock, line, listening, read, pad, finish, type } = await eppBench();
    void read();
    await type('12');
    // The terminal dies: nothing more is sent, and a new one opens the line.
    line.cut();
    await clock.advance(100);
    expect(listening()).toBe(true);
    line.mend();
    await clock.advance(8_000);
    expect(pad.status.device).toBe('online');
    expect(listening()).toBe(false);
    expect(unit.describe().holds.at(-1)).toBe('keypad: not listening');
    expect((await finish(pad.keyCheckValue('pin', { timeoutMs: 5_000 }))).value.ok).toBe(true);
  });

  it('a pad that is still starting is found when it has started', async () => {
    const { pad, clock, finish, statuses } = await eppBench({ open: false });
    const opened = await finish(pad.open());
    expect(opened.value.ok).toBe(true);
    expect(opened.ms).toBeGreaterThan(1_500);
    await pad.close();
    expect(statuses).toEqual(['online ready', 'offline closed undefined']);
    expect(clock.pending).toBe(0);
  });
});
