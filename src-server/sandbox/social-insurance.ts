import { layoutParticipation } from '../../src-shared/certificate/layout.ts';
import type { Clock } from '../../src-shared/clock.ts';
import { maskName } from '../../src-shared/masking.ts';
import { err, ok } from '../../src-shared/result.ts';
import { Sensitive } from '../../src-shared/sensitive.ts';
import type { Person, SocialInsurance } from '../connectors/social-insurance.ts';
import { chinaMonth } from '../domain/china-time.ts';
import type { CertificateBook } from './certificate-book.ts';
import { monthsBefore, participationOf } from './contributions.ts';
import type { Faults } from './faults.ts';
import type { SandboxPerson } from './people.ts';

export interface SandboxParts {
  readonly clock: Clock;
  readonly people: ReadonlyMap<string, SandboxPerson>;
  readonly faults: Faults;
  readonly book: CertificateBook;
}

/** The third print of a month is allowed, the fourth refused. */
const printLimit = 3;

/** Stands in for the authority: invented people, real rules. */
export function createSandboxAuthority({ clock, people, faults, book }: SandboxParts): SocialInsurance {
  const insured = (person: Person) => {
    const known = people.get(person.reveal().idNumber);
    return known === undefined || known.insured === 'none' ? null : known;
  };
  /** Contributions of a month are booked in the next one. */
  const postedThrough = () => monthsBefore(chinaMonth(clock.now()), 1 + faults.staleMonths);

  return {
    async person(idNumber) {
      const known = people.get(idNumber.reveal());
      if (known === undefined) return ok(null);
      const name = known.authorityName ?? known.name;
      return ok(new Sensitive({ name, phone: known.phone }, maskName(name)));
    },

    async participation(person, range) {
      const known = insured(person);
      return known === null ? err('notInsured') : ok(participationOf(known, range, postedThrough()));
    },

    async printCount(person) {
      const month = chinaMonth(clock.now());
      const printed = await book.printed(person.reveal().idNumber, month);
      return ok({ printed, limit: printLimit, month });
    },

    async issue(request) {
      const { idempotencyKey, terminalId, transactionId, from, to } = request;
      const { idNumber } = request.person.reveal();
      const known = insured(request.person);
      if (known === null) return err('notInsured');
      const schemes = [...request.schemes].sort();
      const agent = request.agent === undefined ? {} : { agent: request.agent };
      return book.issue({
        idempotencyKey,
        terminalId,
        request: { transactionId, idNumber, schemes, from, to, ...agent },
        countedAs: idNumber,
        limit: printLimit,
        holderMasked: maskName(known.authorityName ?? known.name),
        title: '社会保险参保证明',
        pages: (issue) =>
          layoutParticipation({ ...participationOf(known, request, postedThrough()), ...agent }, issue, {
            masked: false,
            specimen: true,
            printedAt: issue.issuedAt,
          }),
      });
    },

    certificateByKey: async (idempotencyKey, terminalId) => ok(await book.byKey(idempotencyKey, terminalId)),
    voidCertificate: (request) => book.spoil(request),
    checkCertificate: async (verificationCode) => ok(await book.check(verificationCode)),
  };
}
