import type { Sensitive } from '../../src-shared/sensitive.ts';
import type { Relation } from '../../src-shared/service/principal.ts';
import type { Answer, Person } from './social-insurance.ts';

/**
 * Who is registered as whose spouse, parent or child, and who authorised whom (委托书): civil affairs, the police and the
 * platform of electronic authorisations, as this server sees them. It answers facts and decides nothing.
 */
export interface RelationRegister {
  /** What is between two people in one item. */
  between(agent: Person, principalIdNumber: Sensitive<string>, itemCode: string): Answer<RelationAnswer>;
}

export interface RelationAnswer {
  /** `YYYY-MM-DD`: it is as of this day. */
  readonly asOf: string;
  /** Null when nobody is known under the number. */
  readonly between: Between | null;
}

export interface Between {
  readonly principal: Person;
  readonly deceased: boolean;
  /** What the principal is to the agent, as far as it is registered and in force. */
  readonly registered: readonly Exclude<Relation, 'other'>[];
  /** By the principal, to the agent, for this item: the best there is; null where there never was one. */
  readonly authorisation: HeldAuthorisation | null;
}

export interface HeldAuthorisation {
  readonly state: 'held' | 'expired' | 'withdrawn';
  /** Its last day, `YYYY-MM-DD`; null: until it is withdrawn. */
  readonly validUntil: string | null;
}
