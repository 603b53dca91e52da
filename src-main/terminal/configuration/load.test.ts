import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Configuration, loadConfiguration } from './load.ts';

let directory: string;

/** Of the items, those that the first screen names: all 150 take half a second each time. */
const named = readFileSync('config/categories.yaml', 'utf8');
const fewItems = (path: string) => !/services\/[^/]+$/.test(path) || named.includes(basename(path, '.yaml'));

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'configuration-'));
  cpSync('config', directory, { recursive: true, filter: fewItems });
});
afterEach(() => rmSync(directory, { recursive: true }));

/** Changes a file of the shipped configuration; `from` must be there. Returns the line that was changed. */
function edit(file: string, from: string, to: string): number {
  const path = join(directory, file);
  const text = readFileSync(path, 'utf8');
  const at = text.indexOf(from);
  if (at < 0) throw new Error(`${file} does not hold ${from}`);
  writeFileSync(path, text.replace(from, to));
  return text.slice(0, at).split('\n').length;
}

async function good(environment = {}): Promise<Configuration> {
  const loaded = await loadConfiguration(directory, environment);
  if (!loaded.ok) throw new Error(loaded.error.map(({ message }) => message).join('\n'));
  return loaded.value;
}

async function problems(environment = {}) {
  const loaded = await loadConfiguration(directory, environment);
  return loaded.ok ? [] : loaded.error;
}

test('the shipped configuration is whole', async () => {
  cpSync('config', directory, { recursive: true });
  const { version, settings, items, categories } = await good();
  expect(version).toMatch(/^[0-9a-f]{12}$/);
  expect(settings.terminal.number).toBe('0001');
  expect(settings.specimen).toBe(true);
  expect(settings.session).toEqual({ idleSeconds: 60, warningSeconds: 30 });
  expect(items.map(({ code }) => code)).toEqual(expect.arrayContaining(['SIN-PRT-001', 'TAX-PAY-001']));
  expect(categories.categories).toHaveLength(15);
});

describe('a wrong value names file, line, path, what was expected and what was found', () => {
  const cases: [string, string, string, string, RegExp][] = [
    ['terminal.yaml', "number: '0001'", 'number: 0001', 'terminal.number', /four digits in quotes.*found 1/],
    ['terminal.yaml', "hotline: '12345'", 'hotline: 12345', 'terminal.hotline', /in quotes.*found 12345/],
    [
      'terminal.yaml',
      'specimen: true',
      'specimen: false',
      'specimen',
      /no connector to a real authority.*样张/,
    ],
    ['terminal.yaml', 'url: http://127.0.0.1:8480', 'url: http://centre.example', 'server.url', /https/],
    [
      'terminal.yaml',
      'url: http://127.0.0.1:8480',
      'url: https://me:secret@centre.example',
      'server.url',
      /https/,
    ],
    ['terminal.yaml', 'idleSeconds: 60', 'idleSeconds: 5', 'session.idleSeconds', /at least 20, found 5/],
    ['terminal.yaml', 'idleSeconds: 60', 'idleSeconds: soon', 'session.idleSeconds', /"soon"/],
    ['terminal.yaml', 'warningSeconds: 30', 'warningSecond: 30', 'session.warningSecond', /no such field/],
    [
      'terminal.yaml',
      "pinScrypt: '",
      "pinScrypt: '123456'  # '",
      'staff.pinScrypt',
      /npm run --silent staff-pin/,
    ],
    ['terminal.yaml', 'id: receiptPrinter', 'id: documentPrinter', 'devices.2.id', /each id once/],
    [
      'terminal.yaml',
      'profile: sdt-',
      'profile: std-',
      'devices.0.profile',
      /"sdt-identity.*found "std-identity/,
    ],
    [
      'devices/sdt-identity-card-reader.yaml',
      'parity: none',
      'parity: non',
      'settings.line.parity',
      /"none", "even"/,
    ],
    ['categories.yaml', 'id: tax', 'id: socialInsurance', 'categories.1.id', /each id once/],
    ['categories.yaml', '[SIN-PRT-001,', '[SIN-PRT-999,', 'frequent.0', /SIN-PRT-001.*found "SIN-PRT-999"/],
    ['services/SIN-PRT-001.yaml', 'code: SIN-PRT-001', 'code: SIN-PRT-002', 'code', /"SIN-PRT-001"/],
    ['services/SIN-PRT-001.yaml', 'categoryId: socialInsurance', 'categoryId: hats', 'categoryId', /"hats"/],
    [
      'services/SIN-PRT-001.yaml',
      'kind: confirm',
      'kind: buy',
      'steps.7.kind',
      /"notice".*"confirm".*found "buy"/,
    ],
    [
      'services/SIN-PRT-001.yaml',
      'methods: [sms, face, staff]',
      'methods: [face]',
      'steps.3.methods',
      /besides face/,
    ],
    [
      'services/SIN-PRT-001.yaml',
      'methods: [sms, face, staff]',
      'methods: [palm]',
      'steps.3.methods.0',
      /"sms".*"palm"/,
    ],
    [
      'services/SIN-PRT-001.yaml',
      'defaultPeriod: 24',
      'defaultPeriod: 18',
      'steps.5.defaultPeriod',
      /periods of this/,
    ],
  ];
  test.each(cases)('%s: %s -> %s', async (file, from, to, path, message) => {
    const line = edit(file, from, to);
    const found = (await problems()).find((problem) => problem.path === path);
    expect(found).toMatchObject({ file, line, path });
    expect(found?.message).toMatch(message);
    expect(found?.message).toContain(`${file}:${line}:`);
  });

  test('a file that is no YAML', async () => {
    const line = edit('terminal.yaml', 'session:', 'session: [');
    const [first] = await problems();
    expect(first?.file).toBe('terminal.yaml');
    expect(first?.line).toBeGreaterThanOrEqual(line);
  });
});

test('all problems of all files are told at once, and there is no configuration', async () => {
  edit('devices/sdt-identity-card-reader.yaml', 'driver: sdt', 'driver: std');
  edit('terminal.yaml', "number: '0001'", 'number: 0001');
  edit('terminal.yaml', 'specimen: true', 'specimen: false');
  edit('categories.yaml', 'icon: tax', 'picture: tax');
  edit('services/SIN-PRT-001.yaml', 'identityProfile: P2', 'identityProfile: P9');
  edit('services/SIN-PRT-001.yaml', '  - kind: preview\n', '');
  expect((await problems()).map(({ file, path }) => `${file} ${path}`)).toEqual([
    'terminal.yaml terminal.number',
    'terminal.yaml specimen',
    'devices/sdt-identity-card-reader.yaml driver',
    'categories.yaml categories.1.icon',
    'categories.yaml categories.1.picture',
    'services/SIN-PRT-001.yaml identityProfile',
    'services/SIN-PRT-001.yaml steps.6.kind',
  ]);
});

test('a mistake in the profile of a device that this terminal does not have keeps it from nothing', async () => {
  edit('devices/ccnet-note-acceptor.yaml', 'driver: ccnet', 'driver: cnet');
  await good();
});

describe('faces', () => {
  const withFace = (face: string, device = '  - id: faceCamera\n    profile: camera\n') =>
    edit('terminal.yaml', 'cash:\n', `face:\n${face}\ncash:\n`) &&
    edit('terminal.yaml', 'devices:\n', `devices:\n${device}`);

  test('are compared where the file says so, and nowhere else', async () => {
    expect((await good()).settings.face).toBeUndefined();
    withFace('  camera: faceCamera\n  threshold: 0.6\n  cardPhotoDecoder: /opt/wlt/decode');
    expect((await good()).settings.face).toEqual({
      camera: 'faceCamera',
      threshold: 0.6,
      cardPhotoDecoder: '/opt/wlt/decode',
    });
  });

  test.each([
    [
      'a threshold that the author of the model calls no match',
      '  camera: faceCamera\n  threshold: 0.4',
      /at least 0.5/,
    ],
    [
      'a decoder that may be anywhere',
      '  camera: faceCamera\n  threshold: 0.6\n  cardPhotoDecoder: x',
      /absolute/,
    ],
    ['a camera that is not there', '  camera: tray\n  threshold: 0.6', /id of a camera.*found tray/],
    [
      'a printer as a camera',
      '  camera: documentPrinter\n  threshold: 0.6',
      /id of a camera.*documentPrinter/,
    ],
  ])('%s', async (_, face, message) => {
    withFace(face);
    expect((await problems()).map((problem) => problem.message).join()).toMatch(message);
  });
});

test('papers are photographed where the file names a camera, and nowhere else', async () => {
  expect((await good()).settings.papers).toBeUndefined();
  edit('terminal.yaml', 'cash:\n', 'papers:\n  camera: documentCamera\ncash:\n');
  expect((await problems())[0]?.message).toMatch(/papers.camera.*id of a camera.*found documentCamera/);
  edit('terminal.yaml', 'devices:\n', 'devices:\n  - id: documentCamera\n    profile: document-camera\n');
  expect((await good()).settings.papers).toEqual({ camera: 'documentCamera' });
});

describe('files', () => {
  test('one that is missing is named', async () => {
    rmSync(join(directory, 'categories.yaml'));
    const found = await problems();
    expect(found.map(({ message }) => message)).toContain(
      'categories.yaml:1:1 expected a readable file, found ENOENT',
    );
  });

  test('an item that would be passed over in silence is named', async () => {
    renameSync(join(directory, 'services/SIN-PRT-001.yaml'), join(directory, 'services/SIN-PRT-001.yml'));
    const found = (await problems()).map(({ message }) => message).join('\n');
    expect(found).toContain('services/SIN-PRT-001.yml:1:1 expected a name that ends in .yaml');
  });

  test('no items at all', async () => {
    rmSync(join(directory, 'services'), { recursive: true });
    expect((await problems()).map(({ file }) => file)).toContain('services/');
  });
});

describe('version', () => {
  test('comments and places of a development machine do not change it', async () => {
    const { version } = await good();
    edit('terminal.yaml', '\nsession:', '\n# another word\nsession:');
    expect((await good({ ZEROWINDOW_SERVER_URL: 'http://127.0.0.1:9999' })).version).toBe(version);
  });

  test.each([
    ['terminal.yaml', 'idleSeconds: 60', 'idleSeconds: 61'],
    ['devices/sdt-identity-card-reader.yaml', 'pollIntervalMs: 200', 'pollIntervalMs: 250'],
    ['categories.yaml', 'zh: 税务', 'zh: 税'],
    ['services/SIN-PRT-001.yaml', '只用来确认是您本人', '用来确认是您本人'],
  ])('what a site or a citizen can notice does: %s', async (file, from, to) => {
    const { version } = await good();
    edit(file, from, to);
    expect((await good()).version).not.toBe(version);
  });
});

describe('environment', () => {
  test('moves the server and the devices', async () => {
    const { settings } = await good({
      ZEROWINDOW_SERVER_URL: 'http://127.0.0.1:9999',
      ZEROWINDOW_DEVICE_IDENTITY_CARD_READER_PATH: '/dev/pts/7',
      ZEROWINDOW_DEVICE_DOCUMENT_PRINTER_URI: 'ipp://127.0.0.1:8631/ipp/print',
      ZEROWINDOW_DEVICE_RECEIPT_PRINTER_PORT: '9100',
      PATH: '/usr/bin',
    });
    expect(settings.server.url).toBe('http://127.0.0.1:9999');
    const [reader, printer, receipt] = settings.devices;
    expect(reader?.path).toBe('/dev/pts/7');
    expect(printer?.uri).toBe('ipp://127.0.0.1:8631/ipp/print');
    expect(receipt?.port).toBe(9100);
  });

  test('passes the same checks as the files, beside them', async () => {
    edit('categories.yaml', '[SIN-PRT-001,', '[SIN-PRT-999,');
    const found = await problems({
      ZEROWINDOW_SERVER_URL: 'http://elsewhere.example',
      ZEROWINDOW_DEVICE_DOCUMENT_PRINTER_URI: 'nowhere',
      ZEROWINDOW_DEVICE_RECEIPT_PRINTER_PORT: 'x',
      ZEROWINDOW_DEVICE_CASH_ACCEPTOR_PATH: '/dev/pts/9',
    });
    expect(found.map(({ path }) => path)).toEqual([
      'frequent.0',
      'ZEROWINDOW_SERVER_URL',
      'ZEROWINDOW_DEVICE_DOCUMENT_PRINTER_URI',
      'ZEROWINDOW_DEVICE_RECEIPT_PRINTER_PORT',
      'ZEROWINDOW_DEVICE_CASH_ACCEPTOR_PATH',
    ]);
    expect(found[1]?.message).toMatch(
      /^environment variable ZEROWINDOW_SERVER_URL: expected an address https/,
    );
    expect(found[4]?.message).toContain('IDENTITY_CARD_READER, DOCUMENT_PRINTER, RECEIPT_PRINTER');
  });
});
