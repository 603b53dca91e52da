import { describe, expect, it } from 'vitest';
import { decodeApdu } from './decode.ts';
import vectors from './vectors.json' with { type: 'json' };

const bytesOf = (text: string) => Uint8Array.from(Buffer.from(text, 'hex'));
const decode = (direction: 'host' | 'device', text: string, showPersonalData = false) =>
  decodeApdu(direction, bytesOf(text), { showPersonalData });

describe('npm run decode -- apdu', () => {
  it.each(vectors.map(({ name, bytes_hex }) => [name, bytes_hex]))('explains %s', (name, text) => {
    expect(decode(name.startsWith('capdu') ? 'host' : 'device', text).ok).toBe(true);
  });

  it('names commands, files and records', () => {
    expect(decode('host', '00B2023420')).toEqual({
      ok: true,
      value: { command: 'readRecord', header: '00B20234', file: 'EF06', record: 2, le: 32 },
    });
    expect(decode('host', '00A404000F7378312E73682EC9E7BBE1B1A3D5CF')).toMatchObject({
      value: { command: 'select', application: 'sx1.sh.社会保障' },
    });
    expect(decode('host', '00A4040008A000000333010101')).toMatchObject({ value: { application: 'another' } });
    expect(decode('host', '00A4020002EF05')).toMatchObject({ value: { command: 'select', file: 'EF05' } });
    expect(decode('host', '0084000008')).toMatchObject({ value: { command: 'getChallenge', le: 8 } });
    expect(decode('host', '00FF0000')).toMatchObject({ value: { command: 'unknown' } });
  });

  it('names fields and status', () => {
    expect(decode('device', '0304332E30309000')).toEqual({
      ok: true,
      value: { status: 'SW 9000, done', tag: '03', field: 'version', value: '332E3030' },
    });
    expect(decode('device', '63C2')).toEqual({
      ok: true,
      value: { status: 'SW 63C2, wrong PIN, 2 tries left' },
    });
  });

  it('hides PINs and what is personal unless asked', () => {
    const verify = '0020000003888888';
    expect(decode('host', verify)).toMatchObject({ value: { command: 'verify', data: '3 bytes' } });
    expect(decode('host', verify, true)).toMatchObject({ value: { data: '888888' } });
    const name = '0904D1F9B1BE9000';
    expect(decode('device', name)).toMatchObject({ value: { field: 'name', value: '4 bytes' } });
    expect(decode('device', name, true)).toMatchObject({ value: { field: 'name', value: 'D1F9B1BE' } });
    // A record of an unknown tag, and bytes that are no record.
    expect(decode('device', '0C0344520190009000'.slice(0, 14))).toMatchObject({
      value: { value: '3 bytes' },
    });
    expect(decode('device', '0102039000')).toMatchObject({ value: { data: '3 bytes' } });
    expect(decode('device', '0102039000', true)).toMatchObject({ value: { data: '010203' } });
  });

  it('says why it cannot', () => {
    expect(decode('host', '00A4')).toMatchObject({ ok: false, error: expect.stringContaining('4 bytes') });
    expect(decode('device', '1234')).toMatchObject({
      ok: false,
      error: expect.stringContaining('status word'),
    });
  });
});
