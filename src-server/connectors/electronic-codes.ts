import type { Sensitive } from '../../src-shared/sensitive.ts';
import type { Answer, Person } from './social-insurance.ts';

/**
 * The platform that gives people their electronic codes (电子社保卡, 居民身份电子码). What a code says is its own
 * affair: here it is opaque.
 */
export interface ElectronicCodes {
  /**
   * Uses a code up. The transaction that used it may ask again as long as the code would have been good, for the
   * answer may have been lost; nobody else may.
   */
  resolve(code: Sensitive<string>, by: CodeUser): Answer<Person, CodeRefusal>;
}

/** The platform of the electronic business licences (电子营业执照), whose codes are as opaque and as short-lived. */
export interface LicenceCodes {
  /** Uses a code up, as above: the unified social credit code of the company whose licence it is. */
  resolveLicence(code: Sensitive<string>, by: CodeUser): Answer<string, CodeRefusal>;
}

export interface CodeUser {
  readonly terminalId: string;
  readonly transactionId: string;
}
export type CodeRefusal = 'codeUnknown' | 'codeExpired' | 'codeUsed';
