import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardFromRead } from './card.ts';
import { encodeCardText } from './card-text.ts';
import { specimenCards } from './cards.ts';
import {
  encodeCardBlocks,
  encodeCommand,
  encodeReply,
  FrameParser,
  parseCardBlocks,
  parseReply,
} from './codec.ts';
import { sdtMask } from './mask.ts';

const cards = specimenCards();
const good = 0x90;
const photo = Uint8Array.from({ length: 1_024 }, (_, at) => 0x57 + (at % 40));

function read(card: (typeof cards)[number]): Uint8Array {
  const text = Uint8Array.from(encodeCardText(card.text));
  return encodeReply({
    statusWord: good,
    data: encodeCardBlocks({ text, photo, finger: new Uint8Array() }, false),
  });
}

function masked(
  bytes: Uint8Array,
  cuts: readonly number[] = [],
  command = encodeCommand('readTextAndPhoto'),
) {
  const mask = sdtMask();
  mask.host(command);
  const bounds = [0, ...[...cuts].sort((a, b) => a - b), bytes.length];
  const parts = bounds.slice(1).map((end, index) => mask.device(bytes.subarray(bounds[index], end)) ?? []);
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

/** Anything of the card that a person could be known by, in UTF-16LE as the card has it. */
function leaks(shown: Uint8Array, card: (typeof cards)[number]): string[] {
  const text = Buffer.from(shown).toString('latin1');
  const { name, number, address, birthDate } = card.text;
  return [
    name,
    name.slice(0, 2),
    number.slice(0, 8),
    number.slice(8),
    address?.slice(0, 4) ?? number,
    birthDate,
  ]
    .filter((word) => word.length >= 2 && !'样本市'.includes(word))
    .filter((word) => text.includes(Buffer.from(word, 'utf16le').toString('latin1')));
}

describe('a recording of a read', () => {
  it.each(cards.map((card) => [card.key, card] as const))('shows nothing of %s', (_, card) => {
    const bytes = read(card);
    expect(leaks(bytes, card).length).toBeGreaterThan(0);
    const shown = masked(bytes);
    expect(shown).toHaveLength(bytes.length);
    expect(leaks(shown, card)).toEqual([]);
    expect(Buffer.from(shown).includes(Buffer.from(photo.subarray(0, 8)))).toBe(false);
  });

  it('is still a good frame with the card of nobody in it, in whatever portions it came', () => {
    const bytes = read(cards[0] as (typeof cards)[number]);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 8 }), (cuts) => {
        const [found] = new FrameParser().push(masked(bytes, cuts));
        const reply = found?.kind === 'frame' ? parseReply(found.body) : undefined;
        const blocks = reply?.ok ? parseCardBlocks(reply.value.data, false) : undefined;
        const card = blocks?.ok ? cardFromRead(blocks.value) : undefined;
        expect(card?.ok && [card.value.name.reveal(), card.value.numberValid]).toEqual(['样本', true]);
      }),
      { numRuns: 30 },
    );
  });

  it('shows nothing where a byte was lost, doubled or spoiled, wherever that was', () => {
    const card = cards[0] as (typeof cards)[number];
    const bytes = read(card);
    fc.assert(
      fc.property(fc.nat(400), fc.constantFrom('lost', 'doubled', 'spoiled'), (at, how) => {
        const head = [...bytes.subarray(0, at)];
        const rest = [...bytes.subarray(at + 1)];
        const here = bytes[at] ?? 0;
        const between = how === 'lost' ? [] : how === 'doubled' ? [here, here] : [here ^ 0x10];
        const spoiled = Uint8Array.from([...head, ...between, ...rest]);
        expect(leaks(masked(spoiled), card)).toEqual([]);
        // Nor where the read was asked for before the recording began.
        expect(leaks(masked(spoiled, [], encodeCommand('findCard')), card)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it('keeps a wrong check wrong', () => {
    const bytes = read(cards[0] as (typeof cards)[number]);
    bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 0x01;
    expect(new FrameParser().push(masked(bytes))[0]).toMatchObject({ kind: 'refused' });
  });

  it('leaves alone what is no card', () => {
    const id = encodeReply({ statusWord: good, data: Uint8Array.from({ length: 16 }, (_, at) => at) });
    expect(masked(id, [], encodeCommand('moduleId'))).toEqual(id);
    const none = encodeReply({ statusWord: 0x80, data: new Uint8Array() });
    expect(masked(none, [], encodeCommand('findCard'))).toEqual(none);
  });

  it('shows zeros for an additional address', () => {
    const address = Uint8Array.from(Buffer.from('样本市样本路一百号'.padEnd(35), 'utf16le'));
    const bytes = encodeReply({ statusWord: good, data: address });
    const shown = masked(bytes, [], encodeCommand('readAdditionalAddress'));
    expect([...shown.subarray(10, -1)]).toEqual(Array.from({ length: 70 }, () => 0));
  });
});
