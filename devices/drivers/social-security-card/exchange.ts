import type { Clock } from '../../../src-shared/clock.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { ApduChannel, ApduFault } from './apdu-channel.ts';
import { type CommandApdu, commands, encodeCommand, hex, parseResponse, type ResponseApdu } from './codec.ts';
import { moreData, rightLength } from './status-word.ts';

/** Of GET RESPONSE in a row: the longest file of this card is far below it. */
const mostParts = 16;

/**
 * A command and its whole answer. Real cards give both: 61xx, so many bytes wait (GET RESPONSE brings them), and
 * 6Cxx, the same command with this Le.
 */
export class ApduExchange {
  readonly #channel: ApduChannel;
  readonly #clock: Clock;
  readonly #answerMs: number;

  constructor(channel: ApduChannel, clock: Clock, answerMs: number) {
    this.#channel = channel;
    this.#clock = clock;
    this.#answerMs = answerMs;
  }

  async run(command: CommandApdu): Promise<Result<ResponseApdu, ApduFault>> {
    let answer = await this.#once(command);
    const right = answer.ok ? rightLength(answer.value.statusWord) : null;
    // A card that gives 6Cxx has done nothing, so that sending again is no repetition.
    if (right !== null) answer = await this.#once({ ...command, le: right });
    const parts: Uint8Array[] = [];
    for (let part = 0; ; part++) {
      if (!answer.ok) return answer;
      parts.push(answer.value.data);
      const waiting = moreData(answer.value.statusWord);
      if (waiting === null) break;
      if (part === mostParts) return err(failed(command, `more than ${mostParts} parts`));
      answer = await this.#once(commands.getResponse(waiting));
    }
    return ok({ data: Uint8Array.from(Buffer.concat(parts)), statusWord: answer.value.statusWord });
  }

  async #once(command: CommandApdu): Promise<Result<ResponseApdu, ApduFault>> {
    const bytes = encodeCommand(command);
    const answer = await this.#inTime(this.#channel.transmit(bytes));
    // What was sent may be a PIN.
    bytes.fill(0);
    if (!answer.ok)
      return err({ ...answer.error, description: `${label(command)}: ${answer.error.description}` });
    const response = parseResponse(answer.value);
    return response.ok ? response : err(failed(command, response.error));
  }

  #inTime(answer: Promise<Result<Uint8Array, ApduFault>>): Promise<Result<Uint8Array, ApduFault>> {
    return new Promise((resolve) => {
      const cancel = this.#clock.schedule(this.#answerMs, () =>
        resolve(err({ kind: 'noAnswer', description: `nothing in ${this.#answerMs} ms` })),
      );
      void answer.then((result) => {
        cancel();
        resolve(result);
      });
    });
  }
}

/** The header alone: the data may be a PIN. */
function label({ cla, ins, p1, p2 }: CommandApdu): string {
  return hex(Uint8Array.of(cla, ins, p1, p2));
}

function failed(command: CommandApdu, reason: string): ApduFault {
  return { kind: 'failed', description: `${label(command)}: ${reason}` };
}
