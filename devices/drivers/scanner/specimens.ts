import iconv from 'iconv-lite';

/** A code that can be held before an emulated scanner. */
export interface SpecimenCode {
  readonly key: string;
  readonly aim: string;
  readonly data: Uint8Array;
}

const utf8 = (text: string) => Uint8Array.from(Buffer.from(text));

/** Of nobody: a code says what it is for. */
export function specimenCodes(): SpecimenCode[] {
  return [
    { key: 'electronic-card', aim: ']Q0', data: utf8('ECARD-TEST-0001') },
    { key: 'another-electronic-card', aim: ']Q0', data: utf8('ECARD-TEST-0002') },
    { key: 'receipt', aim: ']C0', data: utf8('SPECIMEN-0001-000123') },
    { key: 'sixty-characters', aim: ']Q1', data: utf8('8'.repeat(60)) },
    { key: 'long', aim: ']Q1', data: utf8(`https://example.invalid/?code=${'SPECIMEN0'.repeat(30)}`) },
    { key: 'chinese', aim: ']Q1', data: utf8('样本：网上预约 0001') },
    { key: 'two-lines', aim: ']Q1', data: utf8('SPECIMEN\r\nSECOND LINE') },
    { key: 'gbk', aim: ']Q1', data: Uint8Array.from(iconv.encode('样本', 'gbk')) },
  ];
}
