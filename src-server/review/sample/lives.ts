import type { FactValue } from '../facts.ts';
import { rates } from './rates.ts';

/** What may be so of the people who apply, for each table. */

export interface Truth {
  readonly facts: Readonly<Record<string, FactValue>>;
  readonly promises: readonly string[];
}

type Chance = () => number;

export interface Lives {
  truth(chance: Chance, now: number): Truth;
  /** Of somebody to whom nothing stands in the way: what a stale book may still say. */
  readonly facts: Readonly<Record<string, FactValue>>;
}

const dayMs = 24 * 3_600_000;
const chinaMs = 8 * 3_600_000;
/** The day `days` after that of `now` in China. */
const dayAt = (now: number, days: number) =>
  new Date(now + chinaMs + days * dayMs).toISOString().slice(0, 10);
/** The day `years` ago, a few days more or less now and then: the edges are where rules go wrong. */
function yearsAgo(chance: Chance, now: number, usual: [number, number], edge: number): string {
  if (chance() < rates.nearTheEdge) {
    const today = dayAt(now, 0);
    const there = Date.UTC(
      Number(today.slice(0, 4)) - edge,
      Number(today.slice(5, 7)) - 1,
      Number(today.slice(8)),
    );
    return new Date(there + Math.round((chance() - 0.5) * 6) * dayMs).toISOString().slice(0, 10);
  }
  const years = usual[0] + chance() * (usual[1] - usual[0]);
  return dayAt(now, -Math.round(years * 365.2425));
}
const one = <T>(chance: Chance, values: readonly T[], fallback: T): T =>
  values[Math.floor(chance() * values.length)] ?? fallback;
/** Whether a paper is there; when it is not, whether it is promised. */
function paper(chance: Chance, name: string): { given: boolean; promises: string[] } {
  const given = chance() < rates.paper.given;
  return { given, promises: !given && chance() < rates.paper.promised ? [name] : [] };
}

export const livesOf: Readonly<Record<string, Lives>> = {
  T1: {
    facts: {
      deathRecord: false,
      registeredHere: true,
      receivingHere: false,
      receivingElsewhere: false,
      accountOwner: 'own',
      accountActive: true,
      registerPageGiven: true,
      creditClear: true,
    },
    truth(chance, now) {
      const page = paper(chance, 'registerPage');
      return {
        promises: page.promises,
        facts: {
          deathRecord: chance() < rates.allowance.dead,
          registeredHere: chance() > rates.allowance.notRegistered,
          birthDate: yearsAgo(chance, now, [80, 96], 80),
          receivingHere: chance() < rates.allowance.receivingHere,
          receivingElsewhere: chance() < rates.allowance.receivingElsewhere,
          accountOwner: chance() < rates.allowance.accountOfAnother ? 'other' : 'own',
          accountActive: chance() > rates.allowance.accountClosed,
          registerPageGiven: page.given,
          creditClear: chance() > rates.badCredit,
        },
      };
    },
  },
  T2: {
    facts: {
      student: false,
      employeeScheme: false,
      enrolledPlace: '',
      registeredHere: true,
      identityMatches: true,
    },
    truth: (chance, now) => ({
      promises: [],
      facts: {
        birthDate: yearsAgo(chance, now, [17, 58], 16),
        student: chance() < rates.enrolment.student,
        employeeScheme: chance() < rates.enrolment.employed,
        enrolledPlace: chance() < rates.enrolment.enrolled ? '样本市' : '',
        registeredHere: chance() > rates.enrolment.notRegistered,
        identityMatches: chance() > rates.enrolment.nameDiffers,
      },
    }),
  },
  T3: {
    facts: {
      holderMatches: true,
      beneficiary: true,
      deathRecord: false,
      imprisoned: false,
      faceScore: 0.95,
      liveness: 0.95,
      failedAttempts: 0,
      secondMethod: 'none',
    },
    truth(chance, now) {
      const good = chance() < rates.confirmation.goodPicture;
      const score = good ? 0.85 + chance() * 0.15 : 0.5 + chance() * 0.4;
      return {
        promises: [],
        facts: {
          holderMatches: chance() > rates.confirmation.anotherCard,
          beneficiary: chance() > rates.confirmation.noPension,
          deathRecord: chance() < rates.confirmation.dead,
          imprisoned: chance() < rates.confirmation.imprisoned,
          faceScore: Math.floor(score * 1e4) / 1e4,
          liveness:
            Math.floor((chance() < rates.confirmation.alive ? 0.7 + chance() * 0.3 : chance()) * 1e4) / 1e4,
          failedAttempts: good ? 0 : Math.floor(chance() * 4),
          secondMethod: good ? 'none' : one(chance, ['none', 'sms', 'staff'], 'none'),
          lastConfirmed: dayAt(now, -Math.floor(chance() * 430)).slice(0, 7),
        },
      };
    },
  },
  T4: {
    facts: {
      cardState: 'valid',
      holderMatches: true,
      personCheck: 'face',
      pinStrength: 'good',
      writeResult: 'notTried',
    },
    truth: (chance) => ({
      promises: [],
      facts: {
        cardState:
          chance() < rates.pinReset.lostOrCancelled ? one(chance, ['lost', 'cancelled'], 'lost') : 'valid',
        holderMatches: chance() > rates.pinReset.anotherHolder,
        personCheck:
          chance() < rates.pinReset.notSeen ? 'none' : one(chance, ['face', 'face', 'staff'], 'face'),
        pinStrength: chance() < rates.pinReset.weak ? 'weak' : 'good',
        writeResult: chance() < rates.pinReset.writeUnknown ? 'unknown' : 'notTried',
      },
    }),
  },
  T5: {
    facts: {
      employerPaying: false,
      retirementDate: '2060-01-01',
      registrationNumber: '',
      terminationGiven: true,
      creditClear: true,
    },
    truth(chance, now) {
      const termination = paper(chance, 'termination');
      return {
        promises: termination.promises,
        facts: {
          employerPaying: chance() < rates.unemployment.employerPaying,
          birthDate: yearsAgo(chance, now, [17, 58], 16),
          retirementDate: dayAt(
            now,
            chance() < rates.unemployment.nearRetirement
              ? Math.round((chance() - 0.5) * 6)
              : Math.round(chance() * 15_000) + 1,
          ),
          registrationNumber: chance() < rates.unemployment.registered ? 'YP0042' : '',
          terminationGiven: termination.given,
          creditClear: chance() > rates.badCredit,
        },
      };
    },
  },
  T6: {
    facts: { insurance: 'active', areaOpen: true, overlapping: false, proofGiven: true, creditClear: true },
    truth(chance) {
      const proof = paper(chance, 'proof');
      return {
        promises: proof.promises,
        facts: {
          insurance:
            chance() < rates.treatment.notInsured ? one(chance, ['stopped', 'none'], 'none') : 'active',
          areaOpen: chance() > rates.treatment.areaShut,
          overlapping: chance() < rates.treatment.overlapping,
          proofGiven: proof.given,
          creditClear: chance() > rates.badCredit,
        },
      };
    },
  },
  T7: {
    facts: { filedReceipt: '', invoicesFen: 0, previousFiled: true },
    truth: (chance, now) => ({
      promises: [],
      facts: {
        filedReceipt: chance() < rates.nilReturn.filed ? 'YP7788' : '',
        invoicesFen: chance() < rates.nilReturn.invoices ? Math.ceil(chance() * 1_000_000) : 0,
        previousFiled: chance() > rates.nilReturn.previousMissing,
        deadline: dayAt(now, Math.round(chance() * 20) - 4),
      },
    }),
  },
  T8: {
    facts: {
      registration: 'active',
      contactGiven: true,
      turnoverGiven: true,
      taxTotalGiven: true,
      licencesGiven: true,
    },
    truth: (chance) => ({
      promises: [],
      facts: {
        registration: chance() < rates.annualReport.cancelled ? 'cancelled' : 'active',
        contactGiven: chance() > rates.annualReport.noContact,
        turnoverGiven: chance() > rates.annualReport.noTurnover,
        taxTotalGiven: chance() > rates.annualReport.noTaxTotal,
        licencesGiven: chance() > rates.annualReport.noLicences,
      },
    }),
  },
  T9: {
    facts: { permit: 'valid', residenceMatches: true, creditClear: true },
    truth(chance, now) {
      const residence = paper(chance, 'residence');
      return {
        promises: residence.promises,
        facts: {
          permit: chance() > rates.residence.noPermit ? 'valid' : 'none',
          dueDate: dayAt(now, Math.round(chance() * 34) - 1),
          residenceMatches: residence.given,
          creditClear: chance() > rates.badCredit,
        },
      };
    },
  },
  T10: {
    facts: { licenceClass: 'C1', crimeOrDrink: 'none', points: 0 },
    truth: (chance, now) => ({
      promises: [],
      facts: {
        licenceClass:
          chance() < rates.driver.otherClass
            ? 'other'
            : one(chance, ['C1', 'C1', 'C1', 'C2', 'B2', 'A1'], 'C1'),
        firstIssued: yearsAgo(chance, now, [2.6, 25], 3),
        crimeOrDrink:
          chance() < rates.driver.record ? one(chance, ['open', 'crime', 'drinkDriving'], 'open') : 'none',
        points: chance() < rates.driver.manyPoints ? 11 + Math.floor(chance() * 3) : Math.floor(chance() * 9),
      },
    }),
  },
};
