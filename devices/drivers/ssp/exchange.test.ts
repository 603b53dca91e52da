import { expect, it } from 'vitest';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import { memoryLine } from '../../transport/memory.ts';
import { decryptPacket, encryptPacket, sessionKey } from './encryption.ts';
import { SspExchange } from './exchange.ts';
import { encodeFrame, FrameParser } from './frame.ts';
import { replayableRandom } from './replayable-random.ts';

const key = sessionKey(0x0123456701234567n, 0x1122334455667788n);
const random = replayableRandom();
const polled = [0xf0, 0xb5];

/** An exchange whose unit answers every packet, with a count of the test's choice. */
function encryptedExchange(countOf: (asked: number, attempt: number) => number) {
  const clock = new VirtualClock();
  const line = memoryLine();
  const exchange = new SspExchange({ transport: line.host, clock, address: 0, random, attempts: 3 });
  const parser = new FrameParser();
  let attempt = 0;
  line.unit.onData((bytes) => {
    for (const found of parser.push(bytes)) {
      if (found.kind !== 'frame') throw new Error(found.reason);
      const packet = decryptPacket(found.frame.data, key);
      if (!packet.ok) throw new Error(packet.error);
      const count = countOf(packet.value.count, ++attempt);
      const data = encryptPacket({ count, data: Uint8Array.from(polled) }, key, random);
      line.unit.write(encodeFrame({ ...found.frame, data }));
    }
  });
  return { clock, line, exchange };
}

async function ask({ clock, exchange }: ReturnType<typeof encryptedExchange>) {
  let done = false;
  const reply = exchange.ask('poll').finally(() => {
    done = true;
  });
  await clock.advanceUntil(() => done);
  return reply;
}

it('a reply whose count follows that of its question is taken', async () => {
  const bench = encryptedExchange((asked) => asked + 1);
  await bench.line.host.open();
  bench.exchange.setKey(key);
  for (let question = 0; question < 3; question++) {
    expect(await ask(bench)).toMatchObject({ ok: true, value: { name: 'ok', data: Uint8Array.of(0xb5) } });
  }
});

it.each([
  ['of the reply before, recorded and sent again', (asked: number) => asked],
  ['from further on', (asked: number) => asked + 2],
  ['of another session', () => 4_000_000_000],
])('a reply with the count %s is refused, however right its key', async (_whose, countOf) => {
  const bench = encryptedExchange(countOf);
  await bench.line.host.open();
  bench.exchange.setKey(key);
  expect(await ask(bench)).toMatchObject({
    ok: false,
    error: {
      kind: 'noAnswer',
      description: expect.stringMatching(/^sent 3 times: the reply has count \d+, expected 1$/),
    },
  });
});

it('behind a refused one the right reply is still taken', async () => {
  const bench = encryptedExchange((asked, attempt) => (attempt === 1 ? asked : asked + 1));
  await bench.line.host.open();
  bench.exchange.setKey(key);
  expect(await ask(bench)).toMatchObject({ ok: true });
});
