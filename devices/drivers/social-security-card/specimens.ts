import { specimenCards as people } from '../sdt/cards.ts';
import { type CardFields, recordsOf } from './card.ts';
import type { ChipContents } from './chip.ts';

/** A card of an invented person, or of another kind, as it can be put into the emulated reader. */
export interface SpecimenChipCard {
  readonly key: string;
  /** For a person: who it is. */
  readonly label: string;
  readonly contents: ChipContents;
}

/** The PIN that cards of many places are issued with. */
const pin = '888888';

/**
 * Three generations, a name that is longer than its record, a name outside GBK, and a card that is none of social
 * security. The people are those of the sandbox, so that a card meets its own history at the authority.
 */
export function specimenChipCards(): readonly SpecimenChipCard[] {
  return [
    of('specimen-a', '3.00'),
    of('specimen-b', '2.00'),
    of('gaps-and-owed-months', '1.00'),
    of('rare-character', '3.00'),
    of('without-phone', '3.00'),
    of('long-name', '3.00', { person: 'over-eighty', name: '样本古丽·样本拜尔·样本阿卜杜·样本热合曼' }),
    { key: 'bank-card', label: 'a bank card', contents: { files: null, pin } },
  ];
}

function of(
  key: string,
  version: CardFields['version'],
  other: { readonly person?: string; readonly name?: string } = {},
): SpecimenChipCard {
  const person = people().find((one) => one.key === (other.person ?? key))?.text;
  if (person === undefined) throw new Error(`the sandbox has no ${key}`);
  const name = other.name ?? person.name ?? '';
  const serial = person.number.slice(-5, -1);
  const { card, person: personal } = recordsOf({
    version,
    identifier: `445202D15600000599110145${serial}FFFF`,
    issuedOn: '20200101',
    expiresOn: '20300101',
    cardNumber: `Z0000${serial}`,
    socialSecurityNumber: person.number,
    name,
    sex: person.sex === 'male' ? '1' : '2',
  });
  return {
    key,
    label: `${name} (specimen), version ${version}`,
    contents: { files: { 5: card, 6: personal }, pin },
  };
}
