import { z } from 'zod';
import { scheme } from '../../../src-shared/certificate/participation.ts';
import { text } from '../../../src-shared/text.ts';
import {
  type IdentityDocument,
  identityDocument,
  itemNotice,
  verifyMethod,
} from '../../../src-shared/view.ts';

/**
 * A service item is data: a file in config/services that composes step kinds. What a step kind does is code;
 * which steps an item has, in what order and with which words, is written here and needs no release.
 */
const consent = z.strictObject({
  kind: z.literal('consent'),
  /** Who handles the data, which data, what for, how long, the person's rights (PIPL art. 17, 28, 29). */
  points: z.array(z.strictObject({ title: text, body: text })).min(1),
});
const identify = z.strictObject({
  kind: z.literal('identify'),
  /** Any of them; where the machine has no reader of one, the others. */
  documents: z.array(identityDocument).min(1),
});
const verify = z.strictObject({
  kind: z.literal('verify'),
  /** The citizen chooses, where there are several here. */
  methods: z
    .array(verifyMethod)
    .min(1)
    .refine((methods) => methods.some((method) => method !== 'face'), {
      error: 'another method besides face: another way must always reach the same end',
    }),
});
const parameters = z
  .strictObject({
    kind: z.literal('parameters'),
    /** Place of participation, as shown. */
    region: text,
    schemes: z.array(scheme).min(1),
    /** Months back from the last complete month that a citizen may choose. */
    periods: z.array(z.int().min(1).max(600)).min(1).max(6),
    defaultPeriod: z.int(),
  })
  .refine((step) => step.periods.includes(step.defaultPeriod), {
    path: ['defaultPeriod'],
    error: 'one of the periods of this step',
  });

const step = z.discriminatedUnion('kind', [
  itemNotice.extend({ kind: z.literal('notice') }),
  consent,
  identify,
  verify,
  parameters,
  z.strictObject({ kind: z.literal('bills') }),
  z.strictObject({
    kind: z.literal('pay'),
    methods: z.array(z.enum(['cash', 'code'])).min(1),
    /** Yuan in notes at one time; more only by code. */
    mostCash: z.int().min(1).max(100_000),
  }),
  z.strictObject({ kind: z.literal('preview') }),
  z.strictObject({ kind: z.literal('confirm') }),
  z.strictObject({ kind: z.literal('print'), document: z.enum(['participationCertificate']) }),
  z.strictObject({ kind: z.literal('receipt') }),
  z.strictObject({ kind: z.literal('rate') }),
  z.strictObject({ kind: z.literal('take') }),
]);
export type Step = z.infer<typeof step>;
export type StepKind = Step['kind'];
export type StepOf<K extends StepKind> = Extract<Step, { kind: K }>;

/** What must have happened before a step may. A kind of step occurs at most once in an item. */
const needsBefore: Partial<Record<StepKind, StepKind>> = {
  identify: 'consent',
  verify: 'identify',
  parameters: 'verify',
  bills: 'verify',
  pay: 'bills',
  preview: 'parameters',
  confirm: 'preview',
  print: 'confirm',
};

/** How surely the person must be known: P0 not at all, P1 by a document, P2 by a document and a second factor. */
const stepsOfIdentityProfile: Record<'P0' | 'P1' | 'P2', readonly StepKind[]> = {
  P0: [],
  P1: ['identify'],
  P2: ['identify', 'verify'],
};

const module = z.enum([
  'identityCardReader',
  'documentPrinter',
  'receiptPrinter',
  'cashRecycler',
  'barcodeReader',
  'cardReader',
  /** Somebody at hand who confirms who a citizen is. */
  'staff',
]);
export type Module = z.infer<typeof module>;
export const moduleNames = module.options;

/** By what each document is read. */
const readerOf = {
  identityCard: 'identityCardReader',
  electronicCode: 'barcodeReader',
  socialSecurityCard: 'cardReader',
} as const satisfies Record<IdentityDocument, Module>;

const steps = z
  .array(step)
  .min(1)
  .superRefine((all, context) => {
    const seen = new Set<StepKind>();
    for (const [index, { kind }] of all.entries()) {
      const problem = (expected: string) =>
        context.addIssue({ code: 'custom', path: [index, 'kind'], message: expected, input: kind });
      const before = needsBefore[kind];
      if (seen.has(kind)) problem(`each kind of step once; ${kind} is there already`);
      if (before !== undefined && !seen.has(before)) problem(`a step ${before} before the step ${kind}`);
      if (seen.has('take')) problem('take as the last step');
      if (kind === 'receipt' && !seen.has('print') && !seen.has('pay'))
        problem('a step print or pay before the step receipt');
      seen.add(kind);
    }
    for (const kind of ['notice', 'take'] as const)
      if (!seen.has(kind))
        context.addIssue({ code: 'custom', message: `a step ${kind}, as every item has`, input: all });
  });

/**
 * What a file of config/services must say, given its code (the name of the file) and the categories that exist;
 * undefined where these are not known because their own file is wrong.
 */
export function itemSchema(expected: {
  readonly code: string;
  readonly categoryIds: readonly string[] | undefined;
}) {
  return z
    .strictObject({
      /** AREA-KIND-NNN; opaque to the program. */
      code: z.literal(expected.code),
      name: text,
      /** Official and half-official names, in either language. */
      aliases: z.array(z.string().min(1)),
      /** How people ask for it. */
      everydayWords: z.array(z.string().min(1)),
      summary: text,
      categoryId: expected.categoryIds === undefined ? z.string() : z.enum(expected.categoryIds),
      /** A terminal without a required module does not offer the item. */
      modules: z.strictObject({ required: z.array(module), optional: z.array(module) }),
      identityProfile: z.enum(['P0', 'P1', 'P2']),
      steps,
    })
    .superRefine((item, context) => {
      for (const kind of stepsOfIdentityProfile[item.identityProfile])
        if (!item.steps.some((candidate) => candidate.kind === kind))
          context.addIssue({
            code: 'custom',
            path: ['steps'],
            message: `a step ${kind}, as identity profile ${item.identityProfile} asks`,
            input: item.steps,
          });
    });
}
export type Item = z.infer<ReturnType<typeof itemSchema>>;

/**
 * The first required module that is not there; null when all are. Whoever may show another document does not miss the
 * reader of identity cards.
 */
export function lackingModule(item: Item, has: (module: Module) => boolean): Module | null {
  const documents = item.steps.flatMap((one) => (one.kind === 'identify' ? one.documents : []));
  const identified = documents.some((document) => has(readerOf[document]));
  const lacking = item.modules.required.find(
    (required) => !has(required) && !(required === 'identityCardReader' && identified),
  );
  return lacking ?? null;
}

/** The step of a kind with its settings. Asking for a step that the item has not got is a bug. */
export function stepOf<K extends StepKind>(of: Item, kind: K): StepOf<K> {
  const found = of.steps.find((candidate): candidate is StepOf<K> => candidate.kind === kind);
  if (found === undefined) throw new Error(`item ${of.code} has no step ${kind}`);
  return found;
}
