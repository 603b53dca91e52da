import { checkIdentityNumber } from '../../../src-shared/identity-number.ts';
import { maskIdNumber, maskName } from '../../../src-shared/masking.ts';
import { ok, type Result } from '../../../src-shared/result.ts';
import { Sensitive } from '../../../src-shared/sensitive.ts';
import type { IdentityCard } from '../../contract/identity-card-reader.ts';
import { decodeCardText } from './card-text.ts';
import { parseCardBlocks } from './codec.ts';

/** The card in the data of a good read. From here on what is personal is `Sensitive`. */
export function cardFromRead(data: Uint8Array): Result<IdentityCard, string> {
  const blocks = parseCardBlocks(data, false);
  if (!blocks.ok) return blocks;
  const decoded = decodeCardText(blocks.value.text);
  if (!decoded.ok) return decoded;
  const { name, englishName, number, birthDate, address, ...plain } = decoded.value;
  return ok({
    ...plain,
    name: new Sensitive(name, maskName(name)),
    englishName: englishName === null ? null : new Sensitive(englishName, maskName(englishName)),
    number: new Sensitive(number, maskIdNumber(number)),
    birthDate: new Sensitive(birthDate, '********'),
    address: address === null ? null : new Sensitive(address, '***'),
    photo: new Sensitive(blocks.value.photo, `${blocks.value.photo.length} bytes`),
    numberValid: checkIdentityNumber(number).valid,
  });
}
