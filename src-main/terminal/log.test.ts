import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { Sensitive } from '../../src-shared/sensitive.ts';
import { VirtualClock } from '../../src-shared/virtual-clock.ts';
import { createLog, type Log } from './log.ts';

function logged(write: (log: Log) => void): { text: string; fields: Record<string, unknown> } {
  let text = '';
  const stream = {
    write(line: string) {
      text += line;
    },
  };
  write(createLog({ stream }, clock));
  return { text, fields: JSON.parse(text) };
}

const clock = new VirtualClock();
const number = '44520219500101001X';

test('a line says when, how grave and what', () => {
  const { fields } = logged((log) => log.warn({ device: 'documentPrinter' }, 'paper low'));
  expect(fields).toEqual({
    level: 'warn',
    at: '2026-11-22T01:00:00.000Z',
    device: 'documentPrinter',
    msg: 'paper low',
  });
});

test('Sensitive shows its mask, wherever it stands', () => {
  const holder = new Sensitive(number, '445***********001X');
  const { text, fields } = logged((log) =>
    log.info({ card: { number: holder }, all: [holder], name: holder }, `read ${holder}`),
  );
  expect(text).not.toContain(number);
  expect(fields).toMatchObject({
    card: { number: '445***********001X' },
    all: ['445***********001X'],
    name: '445***********001X',
    msg: 'read 445***********001X',
  });
});

test('fields that hold personal data or secrets are refused at any depth', () => {
  const { text } = logged((log) =>
    log.info(
      {
        request: { person: { name: '样本甲', idNumber: number } },
        list: [{ phone: '13800000001' }],
        token: 'abc-secret',
      },
      'sent',
    ),
  );
  expect(text).not.toMatch(/样本甲|44520219500101001X|13800000001|abc-secret/);
});

test('a number that slipped into a text is caught', () => {
  const { text } = logged((log) =>
    log.error(new Error(`no such person ${number}, phone 13800000001`), `asked for ${number}`),
  );
  expect(text).not.toMatch(/44520219500101001X|13800000001/);
  expect(text).toContain('no such person [number]');
});

test('hashes, traces and times stay whole', () => {
  const hash = '4452021950010100115202195001010011445202195001010011445202195001';
  const { fields } = logged((log) =>
    log.info({ hash, trace: '0001-000042', at_ms: 1_795_309_200_000 }, 'kept'),
  );
  expect(fields).toMatchObject({ hash, trace: '0001-000042', at_ms: 1_795_309_200_000 });
});

test('bytes are counted, not shown', () => {
  expect(logged((log) => log.info({ frame: new Uint8Array(12) }, 'received')).fields.frame).toBe(
    '[12 bytes]',
  );
});

test('lines reach the file at once', () => {
  const directory = mkdtempSync(join(tmpdir(), 'log-'));
  const file = join(directory, 'logs', 'terminal.log');
  createLog({ file }, clock).info('started');
  expect(readFileSync(file, 'utf8')).toContain('"msg":"started"');
  rmSync(directory, { recursive: true });
});
