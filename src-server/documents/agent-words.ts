import { maskName } from '../../src-shared/masking.ts';
import type { Relation } from '../../src-shared/service/principal.ts';
import type { Agent } from '../domain/principals.ts';

/** What the holder of the paper is to whoever asked for it. */
const relations: Record<Relation, string> = {
  spouse: '配偶',
  parent: '父亲或母亲',
  child: '子女',
  ward: '被监护人',
  other: '委托人',
};
const bases = { registered: '依登记的关系', authorised: '依电子授权委托' } as const;

/** Nothing but a masked form of the agent's name: the paper is the principal's, and goes from hand to hand. */
export function agentWords({ person, relation, basis }: Agent): string {
  return `由代办人${maskName(person.reveal().name)}代为办理（持证人是代办人的${relations[relation]}，${bases[basis]}）`;
}
