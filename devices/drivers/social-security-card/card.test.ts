import iconv from 'iconv-lite';
import { describe, expect, it } from 'vitest';
import { type CardFields, cardFromRecords, recordsOf, tags } from './card.ts';

const fields: CardFields = {
  version: '3.00',
  identifier: '445202D15600000599110145FFFFFFFF',
  issuedOn: '20200101',
  expiresOn: '20300101',
  cardNumber: 'Z00001234',
  socialSecurityNumber: '44520219500101001X',
  name: '样本甲',
  sex: '1',
};

function recordMap(of: CardFields): Map<number, Uint8Array> {
  const { card, person } = recordsOf(of);
  return new Map([...card, ...person].map(({ tag, value }) => [tag, value]));
}

function read(records: ReadonlyMap<number, Uint8Array>) {
  const card = cardFromRecords(records);
  if (!card.ok) throw new Error(card.error);
  return card.value;
}

describe('a card in its records', () => {
  it('has all that the contract wants', () => {
    const card = read(recordMap(fields));
    expect(card).toMatchObject({
      version: '3.00',
      regionCode: '445202',
      sex: 'male',
      issuedOn: '20200101',
      expiresOn: '20300101',
    });
    expect(card.name.reveal()).toBe('样本甲');
    expect(card.cardNumber.reveal()).toBe('Z00001234');
    expect(card.socialSecurityNumber.reveal()).toBe('44520219500101001X');
  });

  it('shows nothing personal when it is printed', () => {
    const shown = JSON.stringify(read(recordMap(fields)));
    expect(shown).not.toContain('样本甲');
    expect(shown).not.toContain('19500101');
    expect(shown).not.toContain('Z00001234');
  });

  it('has a long name in two records, and a character may stand across their border', () => {
    // 29 bytes before it: an ASCII letter and fourteen characters of two.
    const name = `A${'样本'.repeat(7)}甲乙丙`;
    expect(iconv.encode(name, 'gb18030').length).toBeGreaterThan(30);
    expect(read(recordMap({ ...fields, name })).name.reveal()).toBe(name);
  });

  it('has names outside GBK, in four bytes each', () => {
    expect(read(recordMap({ ...fields, name: '李䶮样' })).name.reveal()).toBe('李䶮样');
    expect(read(recordMap({ ...fields, name: '𠮷样本' })).name.reveal()).toBe('𠮷样本');
  });

  it.each([0x00, 0x20, 0xff])('may be filled with %s', (fill) => {
    const records = recordMap(fields);
    const name = new Uint8Array(30).fill(fill);
    name.set(iconv.encode('样本甲', 'gb18030'));
    records.set(tags.name, name);
    expect(read(records).name.reveal()).toBe('样本甲');
  });

  it.each([
    ['0', 'unknown'],
    ['1', 'male'],
    ['2', 'female'],
    ['9', 'notStated'],
  ] as const)('has the sex %s as %s', (sex, expected) => {
    expect(read(recordMap({ ...fields, sex })).sex).toBe(expected);
  });

  it('of the first generation has the sex as its third record', () => {
    const { person } = recordsOf({ ...fields, version: '1.00' });
    expect(person.map(({ tag }) => tag)).toEqual([tags.socialSecurityNumber, tags.name, tags.sex]);
    const later = recordsOf(fields).person;
    expect(later.map(({ tag }) => tag)[2]).toBe(tags.nameExtension);
  });
});

describe('a card that is refused', () => {
  it.each([
    'cardIdentifier',
    'version',
    'issuedOn',
    'expiresOn',
    'cardNumber',
    'socialSecurityNumber',
    'name',
    'sex',
  ] as const)('lacks its %s', (field) => {
    const records = recordMap(fields);
    records.delete(tags[field]);
    expect(cardFromRecords(records)).toEqual({ ok: false, error: `no record of ${field}` });
  });

  it.each([
    ['a region that is not decimal', tags.cardIdentifier, 'AB5202'],
    ['a version of another form', tags.version, '332E'],
    ['a date that is not decimal', tags.issuedOn, '2020010F'],
    ['a date that is too short', tags.expiresOn, '203001'],
    ['an empty number', tags.socialSecurityNumber, '000000'],
    ['a number of no characters', tags.cardNumber, '0102038041'],
    ['an empty name', tags.name, '2020'],
    ['a name that is no GB 18030', tags.name, '81'],
    ['a sex of no code', tags.sex, '35'],
  ])('has %s, and the reason tells nothing personal', (_, tag, value) => {
    const records = recordMap(fields);
    records.set(tag, Uint8Array.from(Buffer.from(value, 'hex')));
    const card = cardFromRecords(records);
    expect(card.ok).toBe(false);
    expect(JSON.stringify(card)).not.toMatch(/样本|19500101|Z0000/);
  });
});
