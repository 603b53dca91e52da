import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import { TestCentre } from './test-centre.ts';
import { TestTerminal, until } from './test-terminal.ts';

let clock: VirtualClock;
let server: TestCentre;
let terminal: TestTerminal;

const reportsPath = '/v1/reports';
const arrived = () => server.reports.map(({ sequence, body }) => `${sequence} ${body.note}`);
const submissions = () => server.requests.filter((request) => request === `POST ${reportsPath}`).length;
const unsent = () => terminal.store.read.unsentReportCount();

async function online(): Promise<void> {
  terminal.switchOn();
  await until(() => terminal.uplink.state === 'online' && server.heartbeats.length > 0);
}

beforeEach(async () => {
  clock = new VirtualClock();
  server = new TestCentre(clock);
  await server.start();
  terminal = new TestTerminal(server, clock);
  server.codes.add('ENROL-0001');
});
afterEach(async () => {
  await terminal.scrap();
  await server.stop();
  expect(clock.pending).toBe(0);
});

describe('reports', () => {
  test('leave at once when woken, in order, and are gone from the store when acknowledged', async () => {
    await online();
    for (const note of ['a', 'b', 'c']) terminal.report(note);
    terminal.uplink.wake();
    await until(() => unsent() === 0);
    expect(arrived()).toEqual(['1 a', '2 b', '3 c']);
    expect(submissions()).toBe(1);
  });

  test('leave with the next heartbeat when nobody woke the uplink', async () => {
    await online();
    terminal.report('forgotten');
    await clock.advance(15_000);
    await until(() => unsent() === 0);
    expect(arrived()).toEqual(['1 forgotten']);
  });

  test('more than a batch', async () => {
    terminal.store.commit((write) => {
      for (let index = 1; index <= 250; index++) write.report('rating', { note: `${index}` });
    });
    await online();
    await until(() => unsent() === 0);
    expect(arrived()).toEqual(Array.from({ length: 250 }, (_, index) => `${index + 1} ${index + 1}`));
    expect(submissions()).toBe(3);
  });

  test('the centre is down and comes back: once, in order, after a back-off of at most 30 s', async () => {
    await online();
    await server.stop();
    for (const note of ['a', 'b']) terminal.report(note);
    terminal.uplink.wake();
    await until(() => terminal.uplink.state === 'offline');
    for (const seconds of [1, 2, 4, 8, 16, 30, 30]) await clock.advance(seconds * 1000);
    terminal.report('c');
    expect(unsent()).toBe(3);

    await server.start();
    for (let step = 0; step < 31 && unsent() > 0; step++) await clock.advance(1000);
    await until(() => unsent() === 0);
    expect(arrived()).toEqual(['1 a', '2 b', '3 c']);
  });

  test('the centre took it and the answer was lost: it arrives once', async () => {
    await online();
    server.disturb(reportsPath, 'loseAnswer');
    terminal.report('a');
    terminal.uplink.wake();
    await until(() => arrived().length === 1 && terminal.uplink.state === 'offline');
    expect(unsent()).toBe(1);
    await clock.advance(1000);
    await until(() => unsent() === 0);
    expect(arrived()).toEqual(['1 a']);
    expect(submissions()).toBe(2);
  });

  test('the centre is slow beyond the deadline', async () => {
    await online();
    server.disturb(reportsPath, 'neverAnswer');
    terminal.report('a');
    terminal.uplink.wake();
    await until(() => submissions() === 1);
    await clock.advance(20_000);
    await until(() => terminal.lines.some((line) => line.includes('TIMEOUT')));
    await clock.advance(1000);
    await until(() => unsent() === 0);
    expect(arrived()).toEqual(['1 a']);
  });

  test('the token is refused in the middle', async () => {
    await online();
    server.disturb(reportsPath, 'tokensLost');
    terminal.report('a');
    terminal.uplink.wake();
    await until(() => unsent() === 0);
    expect(arrived()).toEqual(['1 a']);
    expect(server.tokenRequests).toBe(2);
  });

  test.each(['garbage', 'wrongShape', 'badGateway', 'truncatedAnswer'] as const)(
    'an answer that is none acknowledges nothing: %s',
    async (fault) => {
      await online();
      server.disturb(reportsPath, fault);
      terminal.report('a');
      terminal.uplink.wake();
      await until(() => submissions() === 1);
      await clock.advance(0);
      expect(unsent()).toBe(1);
      await clock.advance(15_000);
      await until(() => unsent() === 0);
      expect(arrived()).toEqual(['1 a']);
    },
  );

  test('survive a restart of the terminal', async () => {
    await online();
    await server.stop();
    terminal.report('a');
    terminal.uplink.wake();
    await until(() => terminal.uplink.state === 'offline');
    await server.start();
    await terminal.restart();
    await until(() => unsent() === 0);
    terminal.report('b');
    terminal.uplink.wake();
    await until(() => unsent() === 0);
    expect(arrived()).toEqual(['1 a', '2 b']);
  });

  test('a wake does not shorten a back-off', async () => {
    await online();
    server.disturb(reportsPath, 'badGateway');
    terminal.report('a');
    terminal.uplink.wake();
    await until(() => submissions() === 1);
    await clock.advance(500);
    terminal.uplink.wake();
    await clock.advance(0);
    expect(submissions()).toBe(1);
    await clock.advance(500);
    await until(() => unsent() === 0);
  });
});

describe('numbers that do not fit', () => {
  test('the centre holds more than was asked: acknowledged, not beyond what was sent', async () => {
    await online();
    server.reportRefusal = { code: 'GAP', expected: 9 };
    for (const note of ['a', 'b']) terminal.report(note);
    terminal.uplink.wake();
    await until(() => unsent() === 0);
    expect(terminal.uplink.refused).toBeNull();
  });

  test('the centre misses what it once acknowledged: nothing more is sent, and it is said loudly', async () => {
    await online();
    for (const note of ['a', 'b']) terminal.report(note);
    terminal.uplink.wake();
    await until(() => unsent() === 0);
    server.reports.length = 0;
    let told = 0;
    terminal.uplink.onChanged(() => told++);
    terminal.report('c');
    terminal.uplink.wake();
    await until(() => terminal.uplink.refused !== null);
    expect(terminal.uplink.refused).toEqual({ reason: 'gap', sequence: 1 });
    expect(told).toBe(1);
    expect(terminal.journal('reportsRefused')).toEqual([
      { type: 'reportsRefused', reason: 'gap', sequence: 1 },
    ]);
    expect(terminal.lines.join()).toContain('takes no more reports');
    const before = submissions();
    await clock.advance(120_000);
    expect(submissions()).toBe(before);
    expect(unsent()).toBe(1);
    expect(server.heartbeats.length).toBeGreaterThan(1);
  });

  test('another report stands under the number: stop, keep it, raise it', async () => {
    await online();
    server.reports.push({
      sequence: 1,
      id: randomUUID(),
      at: '2026-11-22T01:00:00Z',
      kind: 'start',
      body: {},
    });
    terminal.report('a');
    terminal.uplink.wake();
    await until(() => terminal.uplink.refused !== null);
    expect(terminal.uplink.refused).toEqual({ reason: 'conflict', sequence: 1 });
    expect(terminal.uplink.state).toBe('online');
    expect(terminal.journal('reportsRefused')).toHaveLength(1);
    await clock.advance(60_000);
    expect(submissions()).toBe(1);
    expect(unsent()).toBe(1);
  });
});

describe('heartbeat', () => {
  test('every 15 s, with what waits', async () => {
    await online();
    expect(server.heartbeats).toHaveLength(1);
    await clock.advance(14_999);
    expect(server.heartbeats).toHaveLength(1);
    await clock.advance(1);
    await until(() => server.heartbeats.length === 2);
    expect(server.heartbeats[1]).toMatchObject({
      screen: 'attract',
      unsentReports: 0,
      softwareVersion: '0.1.0',
    });
  });

  test('tells when the centre is lost and when it is back', async () => {
    await online();
    const states: string[] = [];
    const stop = terminal.uplink.onChanged(() => states.push(terminal.uplink.state));
    await server.stop();
    await clock.advance(15_000);
    await until(() => terminal.uplink.state === 'offline');
    await server.start();
    await clock.advance(15_000);
    await until(() => terminal.uplink.state === 'online');
    expect(states).toEqual(['offline', 'online']);
    stop();
    await server.stop();
    await clock.advance(15_000);
    await until(() => terminal.uplink.state === 'offline');
    expect(states).toHaveLength(2);
  });

  test('a terminal that the centre no longer knows is offline, and says so', async () => {
    await online();
    server.terminals.clear();
    server.disturb('/v1/heartbeats', 'tokensLost');
    await clock.advance(15_000);
    await until(() => terminal.uplink.state === 'offline');
    expect(terminal.lines.join()).toContain('INVALID_CLIENT');
  });
});

test('switched off in the middle of a request it ends at once', async () => {
  await online();
  server.disturb(reportsPath, 'neverAnswer');
  terminal.report('a');
  terminal.uplink.wake();
  await until(() => submissions() === 1);
  await terminal.switchOff();
  expect(unsent()).toBe(1);
});
