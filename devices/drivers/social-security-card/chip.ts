import {
  applicationName,
  type CardRecord,
  type CommandApdu,
  encodeRecord,
  encodeResponse,
  files,
  hex,
  parseCommand,
} from './codec.ts';
import { statusWords } from './status-word.ts';

/** How a card hands out data: at once, after GET RESPONSE (61xx), or with records whose length hosts guess wrong (6Cxx). */
export type AnswerStyle = 'direct' | 'getResponse' | 'wrongLe';

export interface ChipContents {
  /** Null on a card of another kind. */
  readonly files: Readonly<Record<5 | 6, readonly CardRecord[]>> | null;
  readonly pin: string;
}

const mostTries = 6;
const nothing = new Uint8Array();

/** The chip of a card. What it remembers without power: PIN and tries. */
export class Chip {
  readonly #contents: ChipContents;
  #pin: string;
  #triesLeft = mostTries;
  #selected = false;
  #waiting: Uint8Array = nothing;

  constructor(contents: ChipContents) {
    this.#contents = contents;
    this.#pin = contents.pin;
  }

  get triesLeft(): number {
    return this.#triesLeft;
  }

  /** Forgets all but PIN and tries. */
  reset(): void {
    this.#selected = false;
    this.#waiting = nothing;
  }

  execute(bytes: Uint8Array, style: AnswerStyle): Uint8Array {
    const parsed = parseCommand(bytes);
    if (!parsed.ok) return sw(statusWords.wrongLength);
    const command = parsed.value;
    if (command.ins === 0xc0) return this.#getResponse(command);
    this.#waiting = nothing;
    switch ((command.cla << 8) | command.ins) {
      case 0x00a4:
        return this.#select(command, style);
      case 0x00b2:
        return this.#readRecord(command, style);
      case 0x0020:
        return this.#verify(command);
      case 0x805e:
        return this.#changePin(command);
      default:
        return sw(
          command.cla !== 0x00 && command.cla !== 0x80
            ? statusWords.unknownClass
            : statusWords.unknownInstruction,
        );
    }
  }

  #select({ p1, data }: CommandApdu, style: AnswerStyle): Uint8Array {
    if (p1 === 0x04) {
      this.#selected = this.#contents.files !== null && hex(data) === hex(applicationName);
      if (!this.#selected) return sw(statusWords.fileNotFound);
      // File control information with nothing but the name.
      const fci = Uint8Array.of(0x6f, data.length + 2, 0x84, data.length, ...data);
      return style === 'getResponse' ? this.#hold(fci) : sw(statusWords.ok);
    }
    if (p1 !== 0x02 && p1 !== 0x00) return sw(statusWords.wrongParameters);
    const known =
      data.length === 2 && data[0] === 0xef && (data[1] === files.card || data[1] === files.person);
    return sw(this.#selected && known ? statusWords.ok : statusWords.fileNotFound);
  }

  #readRecord({ p1, p2, le }: CommandApdu, style: AnswerStyle): Uint8Array {
    const file = p2 >> 3;
    if ((p2 & 0x07) !== 0x04) return sw(statusWords.wrongParameters);
    if (!this.#selected || (file !== files.card && file !== files.person))
      return sw(statusWords.fileNotFound);
    const record = this.#contents.files?.[file][p1 - 1];
    if (record === undefined) return sw(statusWords.recordNotFound);
    const bytes = encodeRecord(
      style === 'wrongLe' ? { ...record, value: withoutFill(record.value) } : record,
    );
    if (style === 'getResponse') return this.#hold(bytes);
    if (le === null) return sw(statusWords.wrongLength);
    if (le !== bytes.length && le !== 256) return sw(0x6c00 | bytes.length);
    return encodeResponse({ data: bytes, statusWord: statusWords.ok });
  }

  #hold(bytes: Uint8Array): Uint8Array {
    this.#waiting = bytes;
    return sw(0x6100 | bytes.length);
  }

  #getResponse({ le }: CommandApdu): Uint8Array {
    if (this.#waiting.length === 0) return sw(statusWords.conditionsNotSatisfied);
    const wanted = le ?? 0;
    if (wanted > this.#waiting.length && wanted !== 256) return sw(0x6c00 | this.#waiting.length);
    const data = this.#waiting.slice(0, wanted);
    this.#waiting = this.#waiting.slice(wanted);
    return encodeResponse({
      data,
      statusWord: this.#waiting.length > 0 ? 0x6100 | this.#waiting.length : statusWords.ok,
    });
  }

  #verify({ p1, p2, data }: CommandApdu): Uint8Array {
    if (!this.#selected) return sw(statusWords.conditionsNotSatisfied);
    if (p1 !== 0 || p2 !== 0) return sw(statusWords.wrongParameters);
    if (data.length !== 3) return sw(statusWords.wrongLength);
    return this.#compare(data);
  }

  #changePin({ data }: CommandApdu): Uint8Array {
    if (!this.#selected) return sw(statusWords.conditionsNotSatisfied);
    if (data.length !== 7) return sw(statusWords.wrongLength);
    const next = hex(data.slice(4));
    if (data[3] !== 0xff || !/^\d{6}$/.test(next)) return sw(statusWords.wrongData);
    const compared = this.#compare(data.slice(0, 3));
    if (hex(compared) === '9000') this.#pin = next;
    return compared;
  }

  /** Counts down before it looks, as a chip does, so that a cut of power in between does not give a free try. */
  #compare(pin: Uint8Array): Uint8Array {
    if (this.#triesLeft === 0) return sw(statusWords.pinBlocked);
    this.#triesLeft--;
    if (hex(pin) !== this.#pin) return sw(0x63c0 | this.#triesLeft);
    this.#triesLeft = mostTries;
    return sw(statusWords.ok);
  }
}

function withoutFill(value: Uint8Array): Uint8Array {
  let end = value.length;
  while (end > 0 && value[end - 1] === 0x00) end--;
  return value.slice(0, end);
}

function sw(statusWord: number): Uint8Array {
  return encodeResponse({ data: nothing, statusWord });
}
