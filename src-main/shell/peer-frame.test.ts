import { MessageChannel } from 'node:worker_threads';
import { createORPCClient } from '@orpc/client';
import { RPCLink } from '@orpc/client/message-port';
import type { ContractRouterClient } from '@orpc/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CameraAnswer } from '../../src-shared/contract/camera.ts';
import { mostPageBytes } from '../../src-shared/contract/papers.ts';
import type { terminalContract } from '../../src-shared/contract/terminal.ts';
import { isPeerFrame } from './peer-frame.ts';

/** As large as a page of paper may be. */
const picture: CameraAnswer = {
  kind: 'page',
  jpegBase64: Buffer.alloc(mostPageBytes).toString('base64'),
  widthPx: 1_697,
  heightPx: 2_400,
  straightened: true,
};

/** What the real client puts on its port for each kind of call. */
async function framesOfTheClient(): Promise<unknown[]> {
  const { port1, port2 } = new MessageChannel();
  const frames: unknown[] = [];
  port2.on('message', (data) => frames.push(data));
  const client: ContractRouterClient<typeof terminalContract> = createORPCClient(
    new RPCLink({ port: port1 }),
  );
  const abort = new AbortController();
  const calls = [
    client.watch(undefined, { signal: abort.signal, lastEventId: '7' }),
    client.act({ screenId: '1', act: { type: 'submitCode', code: '123456' } }),
    client.searchItems({ query: '社保' }),
    client.camera.answer({ id: 1, answer: picture }),
  ].map((call) => call.catch(() => {}));
  await expect.poll(() => frames.length).toBe(4);
  abort.abort();
  await expect.poll(() => frames.length).toBe(5);
  port1.close();
  void calls;
  return frames;
}

test('takes whatever the real client sends', async () => {
  for (const frame of await framesOfTheClient()) expect(frame).toSatisfy(isPeerFrame);
});

test.each([
  undefined,
  null,
  {},
  new ArrayBuffer(4),
  '',
  'not JSON',
  'null',
  '{"i":"1","p":{}}',
  '{"i":"1","p":{"u":"http://elsewhere/"}}',
  '{"p":{"u":"/act"}}',
  '{"i":"1","t":9,"p":{"u":"/act"}}',
  '{"i":"1","p":{"u":"/act","h":{"content-type":"multipart/form-data"}}}',
  '{"i":"1","p":{"u":"/act","h":{"Content-Disposition":"filename"}}}',
  JSON.stringify({ i: '1', p: { u: '/act', b: 'x'.repeat(70_000) } }),
  JSON.stringify({ i: '1', p: { u: '/camera/answer/more', b: 'x'.repeat(70_000) } }),
  JSON.stringify({ i: '1', p: { u: '/camera/answer', b: 'x'.repeat(16_100_000) } }),
])('refuses %#', (data) => expect(isPeerFrame(data)).toBe(false));

test('never throws', () => {
  fc.assert(
    fc.property(fc.oneof(fc.anything(), fc.json()), (data) => typeof isPeerFrame(data) === 'boolean'),
  );
});
