import { maskIdNumber, maskName } from '../../../../src-shared/masking.ts';
import type { ItemContext } from '../context.ts';

type Found = ItemContext['found'];

/** Whose matter it is, and who does it for them: in the form in which screens and slips may name them. */
export function namesMasked({ person, principal }: Pick<Found, 'person' | 'principal'>) {
  const own = person && maskName(person.name.reveal());
  return principal === null
    ? { holderMasked: own, agentMasked: null }
    : { holderMasked: principal.nameMasked, agentMasked: own };
}

/** Of the person whose matter it is. */
export function idNumberMasked({ person, principal }: Pick<Found, 'person' | 'principal'>): string | null {
  return principal?.idNumberMasked ?? (person && maskIdNumber(person.idNumber.reveal()));
}
