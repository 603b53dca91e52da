import { describe, expect, it } from 'vitest';
import type { Result } from '../../src-shared/result.ts';
import { VirtualClock } from '../../src-shared/virtual-clock.ts';
import { memoryLine } from '../transport/memory.ts';
import { type ExchangeFault, type Heard, ReplyExchange, type StreamParser } from './reply-exchange.ts';

/** `<text>` is a message, a bare `!` is refused; everything else is noise. */
class BracketParser implements StreamParser<string> {
  #buffer = '';

  get midFrame(): boolean {
    return this.#buffer !== '';
  }

  reset(): void {
    this.#buffer = '';
  }

  push(bytes: Uint8Array): Heard<string>[] {
    const heard: Heard<string>[] = [];
    for (const letter of Buffer.from(bytes).toString('latin1')) {
      if (letter === '!') heard.push({ kind: 'refused', reason: 'a bang' });
      else if (letter === '<') this.#buffer = '<';
      else if (letter === '>' && this.#buffer !== '') {
        heard.push({ kind: 'message', message: this.#buffer.slice(1) });
        this.#buffer = '';
      } else if (this.#buffer !== '') this.#buffer += letter;
    }
    return heard;
  }
}

async function bench(silenceMs?: number) {
  const clock = new VirtualClock();
  const line = memoryLine();
  const exchange = new ReplyExchange(line.host, clock, new BracketParser(), silenceMs);
  const began = clock.now();
  const heard: string[] = [];
  line.unit.onData((bytes) => heard.push(`${Buffer.from(bytes)} at ${clock.now() - began}`));
  const strays: string[] = [];
  exchange.onStray((message) => strays.push(message));
  await line.host.open();
  return {
    clock,
    line,
    exchange,
    strays,
    /** What reached the unit, with the milliseconds since the beginning. */
    heard,
    say: (text: string, afterMs = 0) => clock.schedule(afterMs, () => line.unit.write(Buffer.from(text))),
    ask: (text: string, attempts = 3, expected = text.toUpperCase()) =>
      exchange.run({
        name: text,
        bytes: Buffer.from(text),
        timeoutMs: 500,
        attempts,
        accepts: (message) => message === expected,
      }),
    async finish(promise: Promise<Result<string, ExchangeFault>>) {
      let done = false;
      void promise.then(() => {
        done = true;
      });
      await clock.advanceUntil(() => done);
      return promise;
    },
  };
}

describe('a question', () => {
  it('has its reply', async () => {
    const { ask, say, finish, clock } = await bench();
    say('noise <A> behind', 10);
    expect(await finish(ask('a'))).toEqual({ ok: true, value: 'A' });
    expect(clock.pending).toBe(0);
  });

  it('is asked again when nothing comes, and given up in the end', async () => {
    const { ask, finish, heard } = await bench();
    expect(await finish(ask('a', 2))).toEqual({
      ok: false,
      error: { kind: 'noAnswer', description: 'a, sent 2 times: nothing in 500 ms; nothing in 500 ms' },
    });
    expect(heard).toEqual(['a at 0', 'a at 500']);
  });

  it('is asked again as soon as a broken reply has ended', async () => {
    const { ask, finish, heard, say } = await bench();
    say('!', 20);
    say('<A', 140);
    say('<A>', 400);
    expect(await finish(ask('a'))).toEqual({ ok: true, value: 'A' });
    expect(heard).toEqual(['a at 0', 'a at 120', 'a at 240']);
  });

  it('says what was wrong with the reply', async () => {
    const { ask, finish, say } = await bench();
    say('!', 20);
    const answer = await finish(ask('a', 1));
    expect(answer).toEqual({ ok: false, error: { kind: 'garbled', description: 'a, sent 1 times: a bang' } });
  });

  it('that may be asked once only goes out once', async () => {
    const { ask, finish, heard } = await bench();
    await finish(ask('a', 1));
    expect(heard).toEqual(['a at 0']);
  });

  it('is not answered by the reply to another one', async () => {
    const { ask, finish, say, strays } = await bench();
    say('<B>', 10);
    say('<A>', 20);
    expect(await finish(ask('a'))).toEqual({ ok: true, value: 'A' });
    expect(strays).toEqual(['B']);
  });

  it('while another waits is a mistake of the program', async () => {
    const { ask, finish, say } = await bench();
    const first = ask('a');
    await expect(
      (async () => {
        await Promise.resolve();
        await ask('b');
      })(),
    ).rejects.toThrow('b while another question waits');
    say('<A>');
    expect((await finish(first)).ok).toBe(true);
  });
});

describe('a reply that is late', () => {
  it('does not pass for that of the next question of the same kind', async () => {
    const { ask, finish, say, heard } = await bench();
    say('<A>', 700);
    const first = await finish(ask('a', 1));
    expect(first.ok).toBe(false);
    const second = ask('a', 1);
    say('<A>', 600);
    expect(await finish(second)).toEqual({ ok: true, value: 'A' });
    // The second question waited until the first one's reply could not come any more.
    expect(heard).toEqual(['a at 0', 'a at 1000']);
  });

  it('to a question that was asked twice: its second reply does not pass for the next one either', async () => {
    const { ask, finish, say, heard } = await bench();
    say('<A>', 700);
    say('<A>', 1_200);
    expect((await finish(ask('a', 2))).ok).toBe(true);
    say('<A>', 700);
    expect((await finish(ask('a', 2))).ok).toBe(true);
    expect(heard).toEqual(['a at 0', 'a at 500', 'a at 1300']);
  });

  it('is told as a stray', async () => {
    const { ask, finish, say, strays, clock } = await bench();
    say('<A>', 700);
    await finish(ask('a', 1));
    await clock.advance(1_000);
    expect(strays).toEqual(['A']);
  });
});

it('a unit that needs silence between two frames gets it', async () => {
  const { ask, finish, say, heard } = await bench(7);
  say('<A>', 10);
  await finish(ask('a'));
  say('<B>', 10);
  await finish(ask('b'));
  expect(heard).toEqual(['a at 0', 'b at 17']);
});

describe('a line that goes away', () => {
  it('ends the question at once', async () => {
    const { ask, finish, line, clock } = await bench();
    const asked = ask('a');
    clock.schedule(30, () => line.cut());
    expect(await finish(asked)).toMatchObject({ ok: false, error: { kind: 'lineLost' } });
    expect(clock.pending).toBe(0);
  });

  it('ends one that waits for silence, too', async () => {
    const { ask, finish, exchange, clock, heard } = await bench();
    await finish(ask('a', 1));
    const waiting = ask('b');
    clock.schedule(30, () => exchange.abort());
    expect(await finish(waiting)).toMatchObject({ ok: false, error: { kind: 'lineLost' } });
    expect(heard).toEqual(['a at 0']);
    expect(clock.pending).toBe(0);
  });

  it('is told by the write', async () => {
    const { ask, finish, line } = await bench();
    await line.host.close();
    expect(await finish(ask('a'))).toMatchObject({ ok: false, error: { kind: 'lineLost' } });
  });
});

it('what is said unasked is a stray, also right behind a reply', async () => {
  const { ask, finish, say, strays, clock } = await bench();
  say('<key>', 5);
  await clock.advance(10);
  say('<A><key>', 5);
  await finish(ask('a'));
  expect(strays).toEqual(['key', 'key']);
});
