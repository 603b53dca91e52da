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
  resolve(
    code: Sensitive<string>,
    by: { readonly terminalId: string; readonly transactionId: string },
  ): Answer<Person, 'codeUnknown' | 'codeExpired' | 'codeUsed'>;
}
