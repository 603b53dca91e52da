import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { systemClock } from '../../src-shared/clock.ts';
import { EscPosPrinter } from '../drivers/escpos/driver.ts';
import { glyphRasteriser } from '../drivers/escpos/glyph-raster.ts';
import { encodeCommand } from '../drivers/sdt/codec.ts';
import { SdtIdentityCardReader } from '../drivers/sdt/driver.ts';
import { serialTransport } from '../transport/serial.ts';
import { tcpTransport } from '../transport/tcp.ts';
import { type DeviceBench, startBench } from './start-bench.ts';
import type { UnitView } from './unit.ts';

let bench: DeviceBench;
const directory = mkdtempSync(join(tmpdir(), 'zerowindow-'));
const sandbox = createServer((asked, response) => {
  response.end(
    JSON.stringify({
      messages: [{ at: '2026-11-22T01:00:00Z', phoneMasked: '138****0001', text: asked.url }],
    }),
  );
});

beforeAll(async () => {
  await new Promise<void>((resolve) => sandbox.listen(0, '127.0.0.1', resolve));
  const serverUrl = `http://127.0.0.1:${(sandbox.address() as AddressInfo).port}/`;
  bench = await startBench({ directory, port: 0, serverUrl });
});

afterAll(async () => {
  await bench.close();
  sandbox.close();
  rmSync(directory, { recursive: true });
});

const get = (path: string) => fetch(new URL(path, bench.url));

function post(path: string, body: unknown, contentType = 'application/json') {
  return fetch(new URL(path, bench.url), {
    method: 'POST',
    headers: { 'content-type': contentType },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

async function unit(id: string): Promise<UnitView> {
  const units = (await (await get('/api/units')).json()) as UnitView[];
  const found = units.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no unit ${id}`);
  return found;
}

function transportOf(id: string) {
  const address = bench.addresses[id] ?? '';
  const [host = '', port] = address.split(':');
  if (port !== undefined) return tcpTransport({ host, port: Number(port) });
  return serialTransport({ path: address, baudRate: 115200, dataBits: 8, parity: 'none', stopBits: 1 });
}

function reader() {
  return new SdtIdentityCardReader({
    id: 'reader',
    transport: transportOf('identity-card-reader'),
    clock: systemClock,
    baudRate: 115200,
    pollIntervalMs: 50,
    healthIntervalMs: 60_000,
  });
}

function online(device: SdtIdentityCardReader): Promise<void> {
  if (device.status.device === 'online') return Promise.resolve();
  return new Promise((resolve) => {
    const stop = device.onStatusChanged(({ device: state }) => {
      if (state !== 'online') return;
      stop();
      resolve();
    });
  });
}

describe('the device bench', () => {
  it('lays a card on the glass, and a terminal on the line reads it', async () => {
    const device = reader();
    await device.open();
    const reading = device.readCard({ timeoutMs: 10_000 });
    const laid = await post('/api/units/identity-card-reader/switches/card', { value: 'specimen-b' });
    expect(await laid.json()).toMatchObject({
      id: 'identity-card-reader',
      holds: expect.arrayContaining([expect.stringContaining('张样本')]),
    });
    let card = await reading;
    // A machine under load may keep a real clock's reader waiting too long: the card is laid again when it is back.
    for (let again = 0; !card.ok && again < 3; again++) {
      await online(device);
      await post('/api/units/identity-card-reader/switches/card', { value: 'none' });
      await post('/api/units/identity-card-reader/switches/card', { value: 'specimen-b' });
      card = await device.readCard({ timeoutMs: 3_000 });
    }
    await device.close();
    expect(card.ok && card.value.name.reveal()).toBe('张样本');
  });

  it('pulls a plug and puts it in again', async () => {
    const plug = (plugged: boolean) => post('/api/units/identity-card-reader/line', { plugged });
    // Also where this ended in the middle the time before.
    await plug(true);
    const line = transportOf('identity-card-reader');
    expect(await line.open()).toEqual({ ok: true, value: undefined });
    const lost = new Promise((resolve) => line.onLost(resolve));
    await plug(false);
    await lost;
    expect((await unit('identity-card-reader')).line?.plugged).toBe(false);
    expect((await line.open()).ok).toBe(false);
    await plug(true);
    expect((await unit('identity-card-reader')).line?.plugged).toBe(true);
    // The unit behind the plug is there again: it answers a question for its status.
    expect(await line.open()).toEqual({ ok: true, value: undefined });
    const answered = new Promise((resolve) => line.onData(resolve));
    await line.write(encodeCommand('moduleStatus'));
    expect(await answered).toBeDefined();
    await line.close();
  }, 30_000);

  it('shows the last receipt', async () => {
    expect((await get('/api/units/receipt-printer/artifacts/receipt.png')).status).toBe(404);
    const printer = new EscPosPrinter({
      id: 'slips',
      transport: transportOf('receipt-printer'),
      clock: systemClock,
      rasteriser: glyphRasteriser,
    });
    await printer.open();
    const printed = await printer.print(
      { elements: [{ kind: 'text', text: '样张 specimen 䶮' }] },
      { timeoutMs: 15_000 },
    );
    await printer.close();
    expect(printed).toEqual({ ok: true, value: undefined });
    const png = await get('/api/units/receipt-printer/artifacts/receipt.png');
    expect(png.headers.get('content-type')).toBe('image/png');
    expect(
      Buffer.from(await png.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG');
    const bin = await get('/api/units/receipt-printer/artifacts/receipt.bin');
    expect((await bin.arrayBuffer()).byteLength).toBeGreaterThan(20);
  });

  it('tells watchers of every change', async () => {
    const events = await get('/api/events');
    const stream = events.body?.getReader();
    const next = async () => new TextDecoder().decode((await stream?.read())?.value);
    expect(await next()).toBe('data: changed\n\n');
    const told = next();
    await post('/api/units/receipt-printer/switches/coverOpen', { value: true });
    expect(await told).toContain('data: changed');
    await post('/api/units/receipt-printer/switches/coverOpen', { value: false });
    await stream?.cancel();
  });

  it('shows the messages that the sandbox of the server sent', async () => {
    expect(await (await get('/api/sms')).json()).toMatchObject({ messages: [{ text: '/sandbox/sms' }] });
  });

  it.each([
    ['/', 'text/html'],
    ['/page.css', 'text/css'],
    ['/page.js', 'text/javascript'],
  ])('serves %s', async (path, type) => {
    const response = await get(path);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toContain(type);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  });
});

describe('what the bench refuses', () => {
  it.each([
    ['/api/units/nobody/switches/card', { value: 'none' }, 404, 'no unit nobody'],
    ['/api/units/identity-card-reader/switches/nothing', { value: true }, 400, 'no switch nothing'],
    ['/api/units/identity-card-reader/switches/card', { value: 'nobody' }, 400, 'takes one of none'],
    ['/api/units/identity-card-reader/switches/silent', { value: 'yes' }, 400, 'true or false'],
    ['/api/units/identity-card-reader/switches/silent', { valeu: true }, 400, 'value'],
    ['/api/units/identity-card-reader/line', { plugged: 'no' }, 400, 'plugged'],
    ['/api/units/identity-card-reader/line', '{', 400, 'no JSON'],
    ['/api/units/identity-card-reader/elsewhere', {}, 404, 'no such address'],
  ])('POST %s %j', async (path, body, status, reason) => {
    const response = await post(path, body);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({ error: expect.stringContaining(reason) });
  });

  it('forms of other sites, long bodies, and reading where something is moved', async () => {
    const path = '/api/units/identity-card-reader/switches/card';
    expect((await post(path, '{"value":"none"}', 'text/plain')).status).toBe(415);
    expect((await post(path, JSON.stringify({ value: 'x'.repeat(20_000) }))).status).toBe(413);
    expect((await get(path)).status).toBe(405);
    expect((await get('/../package.json')).status).toBe(404);
    expect((await get('/api/units/receipt-printer/artifacts/toString')).status).toBe(404);
  });

  it('a name that another site made lead to loopback', async () => {
    const status = await new Promise((resolve, reject) => {
      const headers = { host: 'bench.example' };
      request(new URL('/api/units', bench.url), { headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      })
        .on('error', reject)
        .end();
    });
    expect(status).toBe(403);
  });
});
