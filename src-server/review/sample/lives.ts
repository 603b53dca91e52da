import type { FactValue } from '../facts.ts';

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
  if (chance() < 0.06) {
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
  const given = chance() < 0.88;
  return { given, promises: !given && chance() < 0.7 ? [name] : [] };
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
          deathRecord: chance() < 0.01,
          registeredHere: chance() > 0.03,
          birthDate: yearsAgo(chance, now, [80, 96], 80),
          receivingHere: chance() < 0.02,
          receivingElsewhere: chance() < 0.01,
          accountOwner: chance() < 0.06 ? 'other' : 'own',
          accountActive: chance() > 0.03,
          registerPageGiven: page.given,
          creditClear: chance() > 0.03,
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
        student: chance() < 0.04,
        employeeScheme: chance() < 0.06,
        enrolledPlace: chance() < 0.05 ? '样本市' : '',
        registeredHere: chance() > 0.08,
        identityMatches: chance() > 0.015,
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
      const good = chance() < 0.85;
      const score = good ? 0.85 + chance() * 0.15 : 0.5 + chance() * 0.4;
      return {
        promises: [],
        facts: {
          holderMatches: chance() > 0.02,
          beneficiary: chance() > 0.03,
          deathRecord: chance() < 0.008,
          imprisoned: chance() < 0.005,
          faceScore: Math.floor(score * 1e4) / 1e4,
          liveness: Math.floor((chance() < 0.95 ? 0.7 + chance() * 0.3 : chance()) * 1e4) / 1e4,
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
        cardState: chance() < 0.08 ? one(chance, ['lost', 'cancelled'], 'lost') : 'valid',
        holderMatches: chance() > 0.03,
        personCheck: chance() < 0.05 ? 'none' : one(chance, ['face', 'face', 'staff'], 'face'),
        pinStrength: chance() < 0.12 ? 'weak' : 'good',
        writeResult: chance() < 0.03 ? 'unknown' : 'notTried',
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
          employerPaying: chance() < 0.12,
          birthDate: yearsAgo(chance, now, [17, 58], 16),
          retirementDate: dayAt(
            now,
            chance() < 0.05 ? Math.round((chance() - 0.5) * 6) : Math.round(chance() * 15_000) + 1,
          ),
          registrationNumber: chance() < 0.05 ? 'YP0042' : '',
          terminationGiven: termination.given,
          creditClear: chance() > 0.03,
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
          insurance: chance() < 0.05 ? one(chance, ['stopped', 'none'], 'none') : 'active',
          areaOpen: chance() > 0.02,
          overlapping: chance() < 0.1,
          proofGiven: proof.given,
          creditClear: chance() > 0.03,
        },
      };
    },
  },
  T7: {
    facts: { filedReceipt: '', invoicesFen: 0, previousFiled: true },
    truth: (chance, now) => ({
      promises: [],
      facts: {
        filedReceipt: chance() < 0.05 ? 'YP7788' : '',
        invoicesFen: chance() < 0.08 ? Math.ceil(chance() * 1_000_000) : 0,
        previousFiled: chance() > 0.12,
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
        registration: chance() < 0.04 ? 'cancelled' : 'active',
        contactGiven: chance() > 0.04,
        turnoverGiven: chance() > 0.07,
        taxTotalGiven: chance() > 0.05,
        licencesGiven: chance() > 0.03,
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
          permit: chance() > 0.03 ? 'valid' : 'none',
          dueDate: dayAt(now, Math.round(chance() * 34) - 1),
          residenceMatches: residence.given,
          creditClear: chance() > 0.03,
        },
      };
    },
  },
  T10: {
    facts: { licenceClass: 'C1', crimeOrDrink: 'none', points: 0 },
    truth: (chance, now) => ({
      promises: [],
      facts: {
        licenceClass: chance() < 0.04 ? 'other' : one(chance, ['C1', 'C1', 'C1', 'C2', 'B2', 'A1'], 'C1'),
        firstIssued: yearsAgo(chance, now, [2.6, 25], 3),
        crimeOrDrink: chance() < 0.16 ? one(chance, ['open', 'crime', 'drinkDriving'], 'open') : 'none',
        points: chance() < 0.06 ? 11 + Math.floor(chance() * 3) : Math.floor(chance() * 9),
      },
    }),
  },
};
