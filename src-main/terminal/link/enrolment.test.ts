import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import { enrolledAs, readEnrolmentCode } from './enrolment.ts';
import { TestCentre } from './test-centre.ts';
import { TestTerminal, until } from './test-terminal.ts';

let clock: VirtualClock;
let server: TestCentre;
let terminal: TestTerminal;
const requests = () => server.requests.filter((request) => request === 'POST /v1/enrolments').length;

beforeEach(async () => {
  clock = new VirtualClock();
  server = new TestCentre(clock);
  await server.start();
  terminal = new TestTerminal(server, clock);
});
afterEach(async () => {
  await terminal.scrap();
  await server.stop();
  expect(clock.pending).toBe(0);
});

test('the code is traded once for an id that lasts, and the journal says so', async () => {
  server.codes.add('ENROL-0001');
  terminal.switchOn();
  expect(terminal.uplink.state).toBe('notEnrolled');
  await until(() => terminal.uplink.state === 'online');
  const terminalId = enrolledAs(terminal.store);
  expect([...server.terminals]).toEqual([
    [terminalId, { serialNumber: 'SN-1', publicKey: terminal.publicKey }],
  ]);
  expect(terminal.journal('terminalEnrolled')).toEqual([{ type: 'terminalEnrolled', terminalId }]);

  await terminal.restart();
  await until(() => terminal.uplink.state === 'online');
  expect(enrolledAs(terminal.store)).toBe(terminalId);
  expect(requests()).toBe(1);
  expect(terminal.lines.join()).not.toContain('ENROL-0001');
});

test('the centre is away at the first start', async () => {
  server.codes.add('ENROL-0001');
  await server.stop();
  terminal.switchOn();
  await until(() => terminal.lines.length === 1);
  await clock.advance(1000);
  await until(() => terminal.lines.length === 2);
  expect(terminal.uplink.state).toBe('notEnrolled');
  await server.start();
  await clock.advance(2000);
  await until(() => terminal.uplink.state === 'online');
});

test('the answer was lost: the same key gets the same id', async () => {
  server.codes.add('ENROL-0001');
  server.disturb('/v1/enrolments', 'loseAnswer');
  terminal.switchOn();
  await until(() => terminal.lines.length === 1);
  await clock.advance(1000);
  await until(() => terminal.uplink.state === 'online');
  expect([...server.terminals.keys()]).toEqual([enrolledAs(terminal.store)]);
  expect(terminal.journal('terminalEnrolled')).toHaveLength(1);
});

test('a refused code is told, and the right one brought later is taken', async () => {
  terminal.code = 'WRONG-1';
  terminal.switchOn();
  await until(() => terminal.lines.length === 1);
  expect(terminal.lines[0]).toContain('CODE_REFUSED');
  server.codes.add('ENROL-0001');
  terminal.code = 'ENROL-0001';
  await clock.advance(1000);
  await until(() => terminal.uplink.state === 'online');
});

test('without a code it waits for one, and asks nobody', async () => {
  terminal.code = undefined;
  terminal.switchOn();
  await until(() => terminal.lines.length === 1);
  expect(requests()).toBe(0);
  expect(terminal.uplink.state).toBe('notEnrolled');
});

test('the code comes from the environment, else from its file', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'code-'));
  const file = join(directory, 'enrolment-code');
  expect(await readEnrolmentCode(undefined, file)).toBeUndefined();
  writeFileSync(file, ' FROM-FILE\n');
  expect(await readEnrolmentCode(undefined, file)).toBe('FROM-FILE');
  expect(await readEnrolmentCode('FROM-ENVIRONMENT', file)).toBe('FROM-ENVIRONMENT');
  writeFileSync(file, '\n');
  expect(await readEnrolmentCode(undefined, file)).toBeUndefined();
  rmSync(directory, { recursive: true });
});
