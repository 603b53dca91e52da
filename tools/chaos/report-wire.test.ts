import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { holdHeader } from './held-answers.ts';
import { ReportWire } from './report-wire.ts';

const report = (sequence: number) => ({
  sequence,
  id: `00000000-0000-4000-8000-${String(sequence).padStart(12, '0')}`,
  at: '2026-11-27T09:00:00.000Z',
  kind: 'rating',
  body: {},
});

let wire: ReportWire;
let centre: Server;
/** What the centre was asked, and whether it was asked to hold its answer. */
let asked: { readonly path: string; readonly held: boolean }[];
const atCentre: RequestListener = (incoming, outgoing) => {
  incoming.resume().on('end', () => {
    const held = incoming.headers[holdHeader] !== undefined;
    asked.push({ path: incoming.url ?? '', held });
    if (held) wire.kept();
    else outgoing.end('{"acknowledgedThrough":2}');
  });
};
const send = (path = '/v1/reports') =>
  fetch(`${wire.url}${path}`, { method: 'POST', body: JSON.stringify({ reports: [report(1), report(2)] }) });
const struckAt = (moment: Parameters<ReportWire['aim']>[0]['moment']) =>
  new Promise<{ readonly through: number; readonly askedBefore: number }>((resolve) => {
    const strike = (through: number) => resolve({ through, askedBefore: asked.length });
    wire.aim({ moment, afterMs: 0, strike });
  });

beforeEach(async () => {
  asked = [];
  wire = new ReportWire();
  centre = createServer(atCentre);
  await new Promise<void>((resolve) => centre.listen(0, '127.0.0.1', resolve));
  await wire.plug(`http://127.0.0.1:${(centre.address() as AddressInfo).port}`);
});
afterEach(async () => {
  await wire.unplug();
  centre.closeAllConnections();
  await new Promise((resolve) => centre.close(resolve));
});

describe('the line to the centre', () => {
  it('passes on what nobody aims at, and has seen the reports', async () => {
    expect(await (await send()).json()).toEqual({ acknowledgedThrough: 2 });
    await send('/v1/heartbeats');
    expect(asked.map(({ path }) => path)).toEqual(['/v1/reports', '/v1/heartbeats']);
    expect(wire.witness.compare([])).toHaveLength(2);
    expect(wire.reporting).toBe(false);
  });

  it('strikes once the report is sent, before the centre has it, and it arrives late', async () => {
    const struck = struckAt('sent');
    await expect(send()).rejects.toThrow();
    expect(await struck).toEqual({ through: 2, askedBefore: 0 });
    expect(asked).toEqual([{ path: '/v1/reports', held: false }]);
  });

  it('strikes when the centre has done it, and no answer comes', async () => {
    const struck = struckAt('kept');
    await expect(send()).rejects.toThrow();
    expect(await struck).toEqual({ through: 2, askedBefore: 1 });
    expect(asked).toEqual([{ path: '/v1/reports', held: true }]);
  });

  it('strikes once the centre has the report, and no answer comes', async () => {
    const struck = struckAt('taken');
    await expect(send()).rejects.toThrow();
    expect((await struck).through).toBe(2);
  });

  it('strikes after the answer', async () => {
    const struck = struckAt('answered');
    expect((await send()).status).toBe(200);
    expect(await struck).toEqual({ through: 2, askedBefore: 1 });
  });

  it('strikes one report and no more, and none after it was called off', async () => {
    const struck = struckAt('sent');
    await expect(send()).rejects.toThrow();
    await struck;
    expect((await send()).status).toBe(200);
    void struckAt('sent');
    wire.disarm();
    expect((await send()).status).toBe(200);
  });

  it('is at rest again when whoever sent a report is gone before the answer', async () => {
    const given = new AbortController();
    let answer = () => {};
    centre.removeAllListeners('request').on('request', (incoming, outgoing) => {
      incoming.resume();
      answer = () => outgoing.end('{"acknowledgedThrough":2}');
      given.abort();
    });
    const body = JSON.stringify({ reports: [report(1)] });
    await expect(
      fetch(`${wire.url}/v1/reports`, { method: 'POST', body, signal: given.signal }),
    ).rejects.toThrow();
    expect(wire.reporting).toBe(true);
    answer();
    await vi.waitFor(() => expect(wire.reporting).toBe(false));
  });

  it('refuses while the centre is gone, and is at the same place when it is back', async () => {
    const { url } = wire;
    const { port } = centre.address() as AddressInfo;
    await wire.unplug();
    await expect(send()).rejects.toThrow();
    await wire.plug(`http://127.0.0.1:${port}`);
    expect(wire.url).toBe(url);
    expect((await send()).status).toBe(200);
  });
});
