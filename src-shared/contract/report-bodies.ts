import { z } from 'zod';
import { outcomeKinds } from '../service/outcome-kind.ts';
import { ratingLevels, trailSteps } from '../visit.ts';
import { cashDay } from './cash-day.ts';
import { differenceEnd, differenceFinding } from './cash-unit.ts';

/**
 * What the reports of a terminal say, by kind. Never personal data: the centre knows a transaction by its id
 * and its trace number, and the authority knows the person.
 */
const transactionId = z.uuid();
const staff = z.enum(['staff', 'two staff']);
const instant = z.iso.datetime({ offset: true });

export const reportBodies = {
  /** The terminal came up: what runs, and what it found open. */
  start: z.strictObject({
    softwareVersion: z.string(),
    configurationVersion: z.string(),
    openJobs: z.int(),
    reconciled: z.array(z.strictObject({ intentId: z.uuid(), step: z.string(), outcome: z.string() })),
  }),
  transaction: z.discriminatedUnion('state', [
    z.strictObject({
      state: z.literal('started'),
      transactionId,
      trace: z.string(),
      itemCode: z.string(),
      itemName: z.string(),
      configurationVersion: z.string(),
    }),
    z.strictObject({ state: z.literal('step'), transactionId, step: z.enum(trailSteps) }),
    z.strictObject({
      state: z.literal('issued'),
      transactionId,
      certificateNumber: z.string(),
      ordinal: z.int(),
      limit: z.int().nullable(),
    }),
    z.strictObject({
      state: z.literal('submitted'),
      transactionId,
      number: z.string().nullable(),
      outcome: z.enum(outcomeKinds),
    }),
    /** No picture, and no number by which a face could be known again. */
    z.strictObject({
      state: z.literal('faceCompared'),
      transactionId,
      passed: z.boolean(),
      problem: z.enum(['notAlike', 'wrongMovement', 'tooSlow', 'camera']).nullable(),
      model: z.string(),
      band: z.enum(['high', 'sufficient', 'close', 'low']).nullable(),
    }),
    z.strictObject({
      state: z.literal('ended'),
      transactionId,
      result: z.enum(['completed', 'left', 'timedOut', 'refused', 'failed', 'interrupted']),
      reason: z.string().nullable(),
    }),
  ]),
  printOutcome: z.strictObject({
    transactionId,
    step: z.string(),
    device: z.string(),
    outcome: z.enum(['done', 'notDone', 'indeterminate']),
    evidence: z.array(z.string()),
  }),
  rating: z.strictObject({ transactionId, level: z.enum(ratingLevels) }),
  openJob: z.strictObject({
    transactionId,
    state: z.enum(['notDone', 'indeterminate', 'closed']),
    certificateNumber: z.string().nullable(),
    /** Present when closed: `reprinted`, `confirmedPrinted`, `voided`. */
    resolution: z.string().nullable(),
  }),
  /** Money that a machine owes and a teller pays out. Fen. */
  cashClaim: z.strictObject({
    transactionId,
    state: z.enum(['open', 'settled']),
    amount: z.int().positive(),
  }),
  /** What a machine could not find out alone about `amount` fen. */
  cashCase: z.strictObject({
    caseId: z.uuid(),
    transactionId: transactionId.nullable(),
    device: z.string(),
    amount: z.int().nonnegative(),
    evidence: z.array(z.string()),
  }),
  /** A long (positive) or short of the register, now and at its end. Fen. */
  cashDifference: z.strictObject({
    number: z.int().positive(),
    place: z.string(),
    amount: z.int(),
    openedAt: instant,
    by: z.enum(['staff', 'two staff', 'machine']),
    caseId: z.uuid().nullable(),
    state: z.enum(['open', ...differenceEnd.options]),
    finding: differenceFinding.nullable(),
  }),
  /** Loading and collecting. Fen in each unit, before and after. */
  cashExchange: z.strictObject({
    exchangeId: z.uuid(),
    state: z.enum(['started', 'completed']),
    by: staff,
    units: z.array(
      z.strictObject({ place: z.string(), before: z.int().nonnegative(), after: z.int().nonnegative() }),
    ),
  }),
  cashDay,
  /** A paper in a certificate cabinet, by the number of its matter. `inside`: it lies there (still). */
  locker: z.strictObject({
    matter: z.string(),
    compartment: z.int().positive(),
    state: z.enum(['inside', 'unclear', 'collected', 'removed']),
    transactionId: transactionId.nullable(),
    by: z.enum(['citizen', 'staff', 'two staff', 'machine']),
    evidence: z.array(z.string()),
  }),
  deviceStatus: z.strictObject({ device: z.string(), status: z.string(), reasons: z.array(z.string()) }),
  assistance: z.strictObject({ transactionId: transactionId.nullable(), at: instant }),
};

export type ReportBodies = { [Kind in keyof typeof reportBodies]: z.infer<(typeof reportBodies)[Kind]> };
