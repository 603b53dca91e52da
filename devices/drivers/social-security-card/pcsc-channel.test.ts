import { describe, expect, it } from 'vitest';
import type { HelperProcess } from '../../../src-shared/helper-process.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import { ok } from '../../../src-shared/result.ts';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import { pcscChannel } from './pcsc-channel.ts';
import type { PcscReport, PcscRequest } from './pcsc-messages.ts';

/** A helper that says what the test says, as the one that hangs would not. */
class Helper implements HelperProcess {
  readonly requests: PcscRequest[] = [];
  readonly #messages = new Listeners<unknown>();
  readonly #ends = new Listeners<string>();
  killed = false;

  send(message: unknown): void {
    this.requests.push(message as PcscRequest);
  }
  onMessage = (listener: (message: unknown) => void) => this.#messages.add(listener);
  onEnd = (listener: (reason: string) => void) => this.#ends.add(listener);
  kill(): void {
    if (this.killed) return;
    this.killed = true;
    queueMicrotask(() => this.#ends.tell('the helper ended with SIGKILL'));
  }
  tell(report: PcscReport): void {
    this.#messages.tell(report);
  }
  crash(): void {
    this.killed = true;
    this.#ends.tell('the helper ended with SIGSEGV');
  }
  /** Answers the last question. */
  answer(bytes: number[]): void {
    const last = this.requests.at(-1);
    if (last?.kind !== 'ask') throw new Error('nothing was asked');
    this.tell({ kind: 'answer', id: last.id, result: ok(Uint8Array.from(bytes)) });
  }
}

function bench() {
  const clock = new VirtualClock();
  const helpers: Helper[] = [];
  const channel = pcscChannel({
    reader: 'ACS',
    clock,
    startHelper() {
      const helper = new Helper();
      helpers.push(helper);
      return helper;
    },
  });
  const lost: string[] = [];
  channel.onLost((reason) => lost.push(reason));
  const changes: boolean[] = [];
  channel.onCardChanged(() => changes.push(channel.cardPresent));
  const current = () => {
    const helper = helpers.at(-1);
    if (helper === undefined) throw new Error('no helper was started');
    return helper;
  };
  async function open() {
    const opening = channel.open();
    current().tell({ kind: 'card', present: true });
    current().tell({ kind: 'opened' });
    expect(await opening).toEqual({ ok: true, value: undefined });
    return current();
  }
  return { clock, channel, helpers, lost, changes, current, open };
}

describe('a reader that another process asks', () => {
  it('is opened by name, and its card is known from then on', async () => {
    const { channel, open, changes } = bench();
    const helper = await open();
    expect(helper.requests).toEqual([{ kind: 'open', reader: 'ACS' }]);
    expect(channel.cardPresent).toBe(true);
    helper.tell({ kind: 'card', present: false });
    expect(changes).toEqual([true, false]);
    expect(await channel.open()).toMatchObject({ error: { code: 'busy' } });
  });

  it('answers each question once, whatever the order', async () => {
    const { channel, open } = bench();
    const helper = await open();
    const power = channel.powerOn();
    helper.answer([0x3b, 0x00]);
    expect(await power).toEqual(ok(Uint8Array.of(0x3b, 0x00)));
    const answer = channel.transmit(Uint8Array.of(0x00, 0xa4, 0x04, 0x00));
    helper.tell({ kind: 'answer', id: 1, result: ok(Uint8Array.of(0xde, 0xad)) });
    helper.answer([0x90, 0x00]);
    expect(await answer).toEqual(ok(Uint8Array.of(0x90, 0x00)));
  });

  it('is not there: the process is not kept', async () => {
    const { channel, current } = bench();
    const opening = channel.open();
    current().tell({ kind: 'notFound', description: 'no such reader' });
    expect(await opening).toMatchObject({ error: { code: 'notFound' } });
    expect(current().killed).toBe(true);
  });

  it('is powered off and its process ended when it is closed, and can be opened again', async () => {
    const { channel, open, lost, helpers } = bench();
    const helper = await open();
    const closing = channel.close();
    expect(helper.requests.at(-1)).toMatchObject({ what: { kind: 'powerOff' } });
    helper.answer([]);
    await closing;
    expect(helper.killed).toBe(true);
    expect(channel.cardPresent).toBe(false);
    expect(lost).toEqual([]);
    await open();
    expect(helpers).toHaveLength(2);
  });
});

describe('a process that hangs', () => {
  it('while it opens is killed, and the next opening has another', async () => {
    const { channel, clock, open, helpers } = bench();
    const opening = channel.open();
    await clock.advance(10_000);
    expect(await opening).toMatchObject({ error: { code: 'failed' } });
    expect(helpers[0]?.killed).toBe(true);
    await open();
    expect(channel.cardPresent).toBe(true);
  });

  it('does not hold up a power-on', async () => {
    const { channel, clock, open } = bench();
    await open();
    const power = channel.powerOn();
    await clock.advance(10_000);
    expect(await power).toMatchObject({ error: { kind: 'noAnswer' } });
  });

  it('does not hold up closing', async () => {
    const { channel, clock, open } = bench();
    const helper = await open();
    const closing = channel.close();
    await clock.advance(2_000);
    await closing;
    expect(helper.killed).toBe(true);
  });
});

describe('a process that ends', () => {
  it('is a reader that was lost, told once, and nothing is owed any more', async () => {
    const { channel, open, lost, changes } = bench();
    const helper = await open();
    const answer = channel.transmit(Uint8Array.of(0x00));
    helper.crash();
    helper.tell({ kind: 'card', present: true });
    expect(await answer).toMatchObject({ error: { kind: 'lineLost', description: /SIGSEGV/ } });
    expect(lost).toEqual(['PC/SC ACS: the helper ended with SIGSEGV']);
    expect(changes).toEqual([true, false]);
    expect(await channel.powerOn()).toMatchObject({ error: { kind: 'lineLost' } });
  });

  it('before the reader was there is a failed opening, and no loss', async () => {
    const { channel, current, lost } = bench();
    const opening = channel.open();
    current().crash();
    expect(await opening).toMatchObject({ error: { code: 'failed' } });
    expect(lost).toEqual([]);
  });

  it('after the service was lost is not told again', async () => {
    const { open, lost } = bench();
    const helper = await open();
    helper.tell({ kind: 'lost', reason: 'NoService' });
    await Promise.resolve();
    expect(helper.killed).toBe(true);
    expect(lost).toEqual(['PC/SC ACS: NoService']);
  });
});
