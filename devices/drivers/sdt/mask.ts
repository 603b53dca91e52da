import type { Mask } from '../../transport/recording/mask.ts';
import { encodeCardText } from './card-text.ts';

const preamble = [0xaa, 0xaa, 0xaa, 0x96, 0x69] as const;
const readCommand = 0x30;
/** The longest data that no card has a part in: the module's id. */
const longestPlain = 16;
/** SW1, SW2, SW3 before the data, the check behind it. */
const statusBytes = 3;

/**
 * What a read brings is replaced: the text block by that of a specimen, photo, fingerprint and additional address by
 * zeros. The rest of a frame stays, and its check is right where it was right, so that a recording replays. Bytes
 * outside a frame are zeros: where a byte was lost, they may be the middle of a card.
 */
export function sdtMask(): Mask {
  let card: readonly number[] | null = null;
  let place: Place = { at: 'preamble', matched: 0 };

  function next(byte: number): number {
    switch (place.at) {
      case 'preamble': {
        const fits = preamble[place.matched] === byte;
        if (!fits) {
          place = { at: 'preamble', matched: byte === preamble[0] ? 1 : 0 };
          return 0;
        }
        place =
          place.matched + 1 < preamble.length ? { ...place, matched: place.matched + 1 } : { at: 'high' };
        return byte;
      }
      case 'high':
        place = { at: 'low', high: byte };
        return byte;
      case 'low': {
        const length = (place.high << 8) | byte;
        const check = place.high ^ byte;
        const whole = length > statusBytes && length <= 0x1000;
        place = whole
          ? { at: 'body', length, index: 0, real: check, shown: check }
          : { at: 'preamble', matched: 0 };
        return byte;
      }
      case 'body': {
        const { length, index, real, shown } = place;
        if (index === length - 1) {
          place = { at: 'preamble', matched: 0 };
          return byte === real ? shown : shown ^ 0xff;
        }
        const masked = inBody(byte, index, length - 1 - statusBytes);
        place = { ...place, index: index + 1, real: real ^ byte, shown: shown ^ masked };
        return masked;
      }
    }
  }

  function inBody(byte: number, index: number, dataBytes: number): number {
    if (index < statusBytes) return byte;
    if (card !== null) return card[index - statusBytes] ?? 0;
    return dataBytes <= longestPlain ? byte : 0;
  }

  return {
    host(bytes) {
      // The driver writes one frame at a time.
      const [command, parameter] = bytes.subarray(preamble.length + 2);
      card = command === readCommand ? specimen(parameter) : null;
      return bytes;
    },
    device: (bytes) => bytes.map(next),
  };
}

type Place =
  | { readonly at: 'preamble'; readonly matched: number }
  | { readonly at: 'high' }
  | { readonly at: 'low'; readonly high: number }
  | {
      readonly at: 'body';
      readonly length: number;
      readonly index: number;
      readonly real: number;
      readonly shown: number;
    };

/** The data of a read as it is written down: its lengths, the text of nobody, and zeros behind it. */
function specimen(parameter: number | undefined): readonly number[] {
  const lengths = { 1: [1, 0, 4, 0], 16: [1, 0, 4, 0, 4, 0] }[parameter ?? 0];
  return lengths === undefined ? [] : [...lengths, ...specimenText];
}

/** An invented person of a region that does not exist. */
const specimenText = encodeCardText({
  kind: 'resident',
  name: '样本',
  englishName: null,
  number: '123456185001010014',
  sex: 'male',
  nation: '01',
  nationality: null,
  birthDate: '18500101',
  address: '样本市',
  issuer: '样本市公安局',
  validFrom: '20200101',
  validUntil: null,
});
