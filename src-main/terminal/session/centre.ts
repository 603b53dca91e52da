import type { Scheme } from '../../../src-shared/certificate/participation.ts';
import type { Centre as Link } from '../link/client.ts';

/** What an item asks of the centre. Each call answers a `Result`, and says whether a lost answer may hide a deed. */
export type Centre = Pick<
  Link,
  'verification' | 'socialInsurance' | 'socialSecurityCard' | 'services' | 'papers' | 'payments'
>;

/** Which schemes, and which months (`YYYY-MM`, both included). */
export interface Range {
  readonly schemes: Scheme[];
  readonly from: string;
  readonly to: string;
}
