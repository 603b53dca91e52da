import { checkIdentityNumber } from '../../../src-shared/identity-number.ts';
import { maskIdNumber, maskName } from '../../../src-shared/masking.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import { Sensitive } from '../../../src-shared/sensitive.ts';
import type { IdentityCard } from '../../contract/identity-card-reader.ts';
import { decodeCardText } from './card-text.ts';
import type { CardBlocks } from './codec.ts';

/** The card in the blocks of a good read. From here on what is personal is `Sensitive`. */
export function cardFromRead(
  blocks: CardBlocks,
  additionalAddress: string | null = null,
): Result<IdentityCard, string> {
  const decoded = decodeCardText(blocks.text);
  if (!decoded.ok) return decoded;
  const { name, englishName, number, birthDate, address, ...plain } = decoded.value;
  return ok({
    ...plain,
    name: new Sensitive(name, maskName(name)),
    englishName: englishName === null ? null : new Sensitive(englishName, maskName(englishName)),
    number: new Sensitive(number, maskIdNumber(number)),
    birthDate: new Sensitive(birthDate, '********'),
    address: address === null ? null : new Sensitive(address, '***'),
    photo: new Sensitive(blocks.photo, `${blocks.photo.length} bytes`),
    additionalAddress: additionalAddress === null ? null : new Sensitive(additionalAddress, '***'),
    fingerprint:
      blocks.finger.length === 0 ? null : new Sensitive(blocks.finger, `${blocks.finger.length} bytes`),
    numberValid: checkIdentityNumber(number).valid,
  });
}
