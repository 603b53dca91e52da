import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { checkIdentityNumber, checkSocialCreditCode, isDate, residentCheckDigit } from './identity-number.ts';

const people: { idNumber: string; kind: string; birthDate: string; sex: string }[] = parse(
  readFileSync(new URL('../config/sandbox/people.yaml', import.meta.url), 'utf8'),
);

const anyDay = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2026-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10).replaceAll('-', ''));
const anyNumber = fc
  .tuple(fc.integer({ min: 110000, max: 999999 }), anyDay, fc.integer({ min: 0, max: 999 }))
  .map(([region, day, sequence]) => {
    const body = `${region}${day}${String(sequence).padStart(3, '0')}`;
    return body + residentCheckDigit(body);
  });

describe('GB 11643', () => {
  it.each([
    ['11010519491231002X', 'resident', '19491231', 'female'],
    ['110101199003070011', 'resident', '19900307', 'male'],
    ['810000199001010019', 'hongKongMacauTaiwan', '19900101', 'male'],
    ['820000197003030016', 'hongKongMacauTaiwan', '19700303', 'male'],
    ['83000019851010002X', 'hongKongMacauTaiwan', '19851010', 'female'],
    ['931586198001010028', 'foreign2023', '19800101', 'female'],
  ])('%s is a valid number of a %s', (text, kind, birthDate, sex) => {
    expect(checkIdentityNumber(text)).toEqual({ valid: true, number: { kind, birthDate, sex } });
  });

  it.each([
    ['', 'format'],
    ['11010519491231002x', 'format'],
    ['11010519491231002', 'format'],
    ['010105194912310021', 'format'],
    ['1101051949123100XX', 'format'],
    ['１１０１０５１９４９１２３１００２X', 'format'],
    ['110105194902300021', 'birthDate'],
    ['110105190002290021', 'birthDate'],
    ['110105000101010021', 'birthDate'],
    ['110105194912310021', 'checkDigit'],
  ])('%s is refused for its %s', (text, fault) => {
    expect(checkIdentityNumber(text)).toEqual({ valid: false, fault });
  });

  it('refuses a birth after today, and takes a birth today', () => {
    expect(checkIdentityNumber('11010519491231002X', '19491231').valid).toBe(true);
    expect(checkIdentityNumber('11010519491231002X', '19491230')).toEqual({
      valid: false,
      fault: 'birthDate',
    });
  });

  it('finds every single wrong digit', () => {
    fc.assert(
      fc.property(
        anyNumber,
        fc.integer({ min: 0, max: 16 }),
        fc.integer({ min: 1, max: 9 }),
        (text, at, by) => {
          const wrong = text.slice(0, at) + String((Number(text[at]) + by) % 10) + text.slice(at + 1);
          expect(checkIdentityNumber(text).valid).toBe(true);
          expect(checkIdentityNumber(wrong).valid).toBe(false);
        },
      ),
    );
  });

  it('finds two neighbouring digits that changed places', () => {
    fc.assert(
      fc.property(anyNumber, fc.integer({ min: 0, max: 15 }), (text, at) => {
        fc.pre(text[at] !== text[at + 1]);
        const swapped = `${text.slice(0, at)}${text[at + 1]}${text[at]}${text.slice(at + 2)}`;
        expect(checkIdentityNumber(swapped).valid).toBe(false);
      }),
    );
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        checkIdentityNumber(text);
        checkSocialCreditCode(text);
      }),
    );
  });
});

describe('the number of the foreign card of 2017', () => {
  it('has letters, place, birth, sex and a 7-3-1 check digit', () => {
    expect(checkIdentityNumber('KAZ110090123105')).toEqual({
      valid: true,
      number: { kind: 'foreign2017', birthDate: '901231', sex: 'female' },
    });
  });

  it.each([
    ['KAZ110090123106', 'checkDigit'],
    ['KAZ110090133105', 'birthDate'],
    ['kaz110090123105', 'format'],
    ['110101900307001', 'format'],
  ])('%s is refused for its %s', (text, fault) => {
    expect(checkIdentityNumber(text)).toEqual({ valid: false, fault });
  });
});

describe('the people of the sandbox', () => {
  it.each(people)('have valid numbers that agree with their cards: $idNumber', (person) => {
    const check = checkIdentityNumber(person.idNumber, '20261122');
    expect(check).toEqual({
      valid: true,
      number: {
        kind: person.kind,
        birthDate: person.kind === 'foreign2017' ? person.birthDate.slice(2) : person.birthDate,
        sex: person.sex,
      },
    });
  });
});

describe('GB 32100', () => {
  it('takes a valid code', () => {
    expect(checkSocialCreditCode('91350100M000100Y43')).toBe('valid');
  });

  it.each(['91350100M0001TGQXM', '91350211M0000XUF46', '91350203M0001FUE2P'])(
    'only warns of %s, which was really issued',
    (code) => {
      expect(checkSocialCreditCode(code)).toBe('suspicious');
    },
  );

  it.each(['', '91350100M000100Y4', '91350100M000100Y4I', '91350100m000100y43'])('refuses %s', (code) => {
    expect(checkSocialCreditCode(code)).toBe('malformed');
  });
});

describe('a date', () => {
  it.each(['20240229', '19000101', '99991231'])('%s is one', (text) => expect(isDate(text)).toBe(true));
  it.each(['20230229', '19001301', '1900010', '長期', '19000100'])('%s is none', (text) =>
    expect(isDate(text)).toBe(false),
  );
});
