/**
 * How often what is so of the people who apply. The reference report gives one figure: of the drivers' permits of
 * Shenzhen about 70 % pass by themselves (section 6, T10). All of these are assumptions that come to about that; no
 * authority was asked. What a share of them says of a real city is nothing; that no approval is wrong holds whatever
 * they are, and they are such that every branch is met.
 */
export const rates = {
  /** Of all applications, one source each. */
  answers: { down: 0.04, stale: 0.03, differing: 0.015 },
  noConsent: 0.01,
  /** Days around the birthday on which a rule begins to hold. */
  nearTheEdge: 0.06,
  paper: { given: 0.88, promised: 0.7 },
  badCredit: 0.03,
  allowance: {
    dead: 0.01,
    notRegistered: 0.03,
    receivingHere: 0.02,
    receivingElsewhere: 0.01,
    accountOfAnother: 0.06,
    accountClosed: 0.03,
  },
  enrolment: { student: 0.04, employed: 0.06, enrolled: 0.05, notRegistered: 0.08, nameDiffers: 0.015 },
  confirmation: {
    goodPicture: 0.85,
    alive: 0.95,
    anotherCard: 0.02,
    noPension: 0.03,
    dead: 0.008,
    imprisoned: 0.005,
  },
  pinReset: { lostOrCancelled: 0.08, anotherHolder: 0.03, notSeen: 0.05, weak: 0.12, writeUnknown: 0.03 },
  unemployment: { employerPaying: 0.12, nearRetirement: 0.05, registered: 0.05 },
  treatment: { notInsured: 0.05, areaShut: 0.02, overlapping: 0.1 },
  nilReturn: { filed: 0.05, invoices: 0.08, previousMissing: 0.12 },
  annualReport: {
    inSeason: 0.95,
    cancelled: 0.04,
    noContact: 0.04,
    noTurnover: 0.07,
    noTaxTotal: 0.05,
    noLicences: 0.03,
  },
  residence: { noPermit: 0.03 },
  driver: { otherClass: 0.04, record: 0.16, manyPoints: 0.06 },
} as const;
