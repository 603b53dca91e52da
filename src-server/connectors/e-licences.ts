import type { Text } from '../../src-shared/text.ts';
import type { Answer, Person } from './social-insurance.ts';

/** The platform that keeps the e-licences (电子证照) of people and companies. It answers what may be used, not the paper. */
export interface ELicences {
  /** Those of this person, or of the company where one is named, for these papers; the newest of each. */
  of(
    holder: { readonly person: Person; readonly companyCode: string | null },
    materialIds: readonly string[],
  ): Answer<readonly HeldLicence[]>;
}

export interface HeldLicence {
  readonly licenceId: string;
  readonly materialId: string;
  readonly issuer: Text;
  /** In clear: to be masked or digested before it goes anywhere. */
  readonly number: string;
  /** `YYYY-MM-DD`; null: for life. */
  readonly validUntil: string | null;
  readonly state: 'valid' | 'expired' | 'revoked';
}
