import type { Clock } from '../../../src-shared/clock.ts';
import { Listeners } from '../../../src-shared/listeners.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { Transport } from '../../transport/transport.ts';
import type { ApduChannel, ApduFault } from './apdu-channel.ts';
import { hex } from './codec.ts';
import { controls, encodeMessage, MessageParser } from './vpcd.ts';

export interface VpcdChannelOptions {
  /** Memory, TCP, a serial line: whatever carries bytes to the emulated reader. */
  readonly transport: Transport;
  readonly clock: Clock;
}

/** As often as pcscd looks whether a card is there. */
const pollMs = 200;
/** An answer about the ATR costs the card nothing. */
const atrAnswerMs = 1_000;

/**
 * Reaches an emulated card reader without a PC/SC service: this end does what the driver of the virtual reader does
 * inside pcscd. Asks for the ATR to learn whether a card is there, and keeps one question on the line at a time.
 */
export function vpcdChannel({ transport, clock }: VpcdChannelOptions): ApduChannel {
  const parser = new MessageParser();
  const changed = new Listeners<void>();
  const lost = new Listeners<string>();
  let present = false;
  let pending: ((answer: Result<Uint8Array, ApduFault>) => void) | undefined;
  let cancelPoll = () => {};

  transport.onData((bytes) => {
    // An answer that nobody waits for is dropped: this end gave its question up.
    for (const message of parser.push(bytes)) settle(ok(message));
  });
  transport.onLost((reason) => {
    end(reason);
    lost.tell(reason);
  });

  function settle(answer: Result<Uint8Array, ApduFault>): void {
    const waiting = pending;
    pending = undefined;
    waiting?.(answer);
  }

  function end(reason: string): void {
    cancelPoll();
    parser.reset();
    settle(err({ kind: 'lineLost', description: reason }));
  }

  function ask(message: Uint8Array): Promise<Result<Uint8Array, ApduFault>> {
    if (pending !== undefined) throw new Error('a question is on the line already');
    return new Promise((resolve) => {
      pending = resolve;
      void transport.write(encodeMessage(message)).then((written) => {
        if (!written.ok) settle(err({ kind: 'lineLost', description: written.error.description }));
      });
    });
  }

  async function askAtr(): Promise<Result<Uint8Array, ApduFault>> {
    const cancel = clock.schedule(atrAnswerMs, () =>
      settle(err({ kind: 'noAnswer', description: `no word on the ATR in ${atrAnswerMs} ms` })),
    );
    const atr = await ask(Uint8Array.of(controls.getAtr));
    cancel();
    if (atr.ok) notice(atr.value.length > 0);
    return atr;
  }

  function notice(isPresent: boolean): void {
    if (present === isPresent) return;
    present = isPresent;
    changed.tell();
  }

  function poll(): void {
    cancelPoll = clock.schedule(pollMs, async () => {
      if (pending === undefined) {
        const atr = await askAtr();
        if (!atr.ok && atr.error.kind === 'noAnswer') {
          await transport.close();
          lost.tell(atr.error.description);
        }
        if (!transport.isOpen) return;
      }
      poll();
    });
  }

  return {
    name: `vpcd over ${transport.name}`,
    async open() {
      parser.reset();
      const opened = await transport.open();
      if (!opened.ok) return opened;
      const atr = await askAtr();
      if (!atr.ok) {
        await transport.close();
        return err({ code: 'failed', description: atr.error.description });
      }
      poll();
      return ok();
    },
    async close() {
      end(`${transport.name} was closed`);
      await transport.close();
      notice(false);
    },
    onLost: (listener) => lost.add(listener),
    get cardPresent() {
      return present;
    },
    onCardChanged: (listener) => changed.add(listener),
    async powerOn() {
      await settled();
      await transport.write(encodeMessage(Uint8Array.of(controls.powerOn)));
      const atr = await askAtr();
      if (!atr.ok) return atr;
      if (atr.value.length === 0) return err({ kind: 'cardGone', description: 'no card in the slot' });
      // ISO/IEC 7816-3: the first byte says which way up the bits are, and there are only two ways.
      if (atr.value[0] !== 0x3b && atr.value[0] !== 0x3f) {
        return err({ kind: 'mute', description: `${hex(atr.value)} is no ATR` });
      }
      return atr;
    },
    async powerOff() {
      if (transport.isOpen) await transport.write(encodeMessage(Uint8Array.of(controls.powerOff)));
    },
    async transmit(command) {
      await settled();
      const answer = await ask(command);
      if (!answer.ok || answer.value.length > 0) return answer;
      notice(false);
      return err({ kind: 'cardGone', description: 'the card was taken out' });
    },
  };

  /** A look for the card may be on the line; its answer is near. */
  async function settled(): Promise<void> {
    while (pending !== undefined) {
      const before = pending;
      await new Promise<void>((resolve) => {
        pending = (answer) => {
          before(answer);
          resolve();
        };
      });
    }
  }
}
