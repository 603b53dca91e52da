import { z } from 'zod';
import { scheme } from '../certificate/participation.ts';
import { text } from '../text.ts';
import { identityDocument, itemNotice, verifyMethod } from '../view.ts';
import { field } from './field.ts';
import { moduleNames } from './item-parts.ts';
import { principalStep, problemsOfPrincipal } from './principal.ts';

/**
 * A service item is data: a file in config/services that composes step kinds. What a step kind does is code;
 * which steps an item has, in what order and with which words, is written here and needs no release.
 */
/** What the Personal Information Protection Law has said before any data is read (art. 17, 28, 29). */
const consent = z.strictObject({
  kind: z.literal('consent'),
  /** Who handles the data. */
  handler: text,
  /** Which data; which of it is sensitive. */
  data: text,
  purpose: text,
  /** For how long; the sentence of every item where it has none of its own. */
  keeping: text.default({
    zh: '您离开后，本机清除您的信息。没办完的内容加密保存，处理完就删除。业务记录由主管部门依法保存',
    en: 'When you leave, this machine erases your data. What is not finished is kept encrypted and deleted once dealt with. The authority keeps its records as the law requires',
  }),
  rights: text.default({
    zh: '您可以不同意，随时退出，也可以查询、更正、删除。不用本机，人工窗口同样办理',
    en: 'You may refuse, leave at any time, and ask to see, correct or delete your data. The counter does the same without this machine',
  }),
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

/** Papers that the authority asks for beside what it knows already. */
const materials = z.strictObject({
  kind: z.literal('materials'),
  materials: z
    .array(
      z.strictObject({
        /** Also the name of a promise in the decision table of the item. */
        id: z.string().regex(/^[a-z][A-Za-z0-9]{0,39}$/, 'a name in camelCase'),
        name: text,
        /** Which of these a machine can do is its own affair; where none is left, the paper is promised or goes to the counter. */
        by: z.array(z.enum(['eLicence', 'phone', 'scan'])).min(1),
        /** 容缺: it may follow within so many days, and what happens if it does not. */
        promise: z.strictObject({ days: z.int().min(1).max(30), consequence: text }).optional(),
      }),
    )
    .min(1)
    .max(6),
});

const step = z.discriminatedUnion('kind', [
  itemNotice.extend({ kind: z.literal('notice') }),
  consent,
  identify,
  verify,
  /** For which company; the centre knows who may act for it. */
  z.strictObject({ kind: z.literal('company') }),
  principalStep,
  parameters,
  /** Questions, one a screen. */
  z.strictObject({ kind: z.literal('form'), title: text, fields: z.array(field).min(1).max(20) }),
  materials,
  /** Asks the authority and shows what it says. */
  z.strictObject({ kind: z.literal('query') }),
  /** Papers that are ready, out of the cabinet of this machine or where they are. */
  z.strictObject({ kind: z.literal('pickUp') }),
  /** Shows what was answered, and hands it in once the citizen agrees to this statement. */
  z.strictObject({ kind: z.literal('submit'), statement: text }),
  z.strictObject({ kind: z.literal('bills') }),
  z.strictObject({
    kind: z.literal('pay'),
    methods: z.array(z.enum(['cash', 'code'])).min(1),
    /** Yuan in notes at one time; more only by code. */
    mostCash: z.int().min(1).max(100_000),
  }),
  /** The social security card stays in its slot until the end. */
  z.strictObject({ kind: z.literal('card') }),
  z.strictObject({ kind: z.literal('setPin'), purpose: z.enum(['change', 'reset']) }),
  /** Pays out what this machine owes against the code on a slip; `code` is the field that asked for it. */
  z.strictObject({ kind: z.literal('collect'), code: z.string() }),
  z.strictObject({ kind: z.literal('preview') }),
  z.strictObject({ kind: z.literal('confirm') }),
  z.strictObject({ kind: z.literal('print'), document: z.enum(['participationCertificate', 'service']) }),
  z.strictObject({ kind: z.literal('receipt') }),
  z.strictObject({ kind: z.literal('rate') }),
  z.strictObject({ kind: z.literal('take') }),
]);
export type Step = z.infer<typeof step>;
export type StepKind = Step['kind'];
export type StepOf<K extends StepKind> = Extract<Step, { kind: K }>;

/** What must have happened before a step may. */
const needsBefore: Partial<Record<StepKind, StepKind>> = {
  card: 'consent',
  identify: 'consent',
  setPin: 'verify',
  verify: 'identify',
  company: 'verify',
  principal: 'identify',
  parameters: 'verify',
  bills: 'verify',
  pay: 'bills',
  collect: 'form',
  pickUp: 'verify',
  confirm: 'preview',
  print: 'confirm',
};

/** Only a form may come more than once: questions that depend on what was found. */
const mayRepeat: ReadonlySet<StepKind> = new Set(['form']);

/** What the centre is asked, which wants to know first who asks. */
const asksTheCentre: ReadonlySet<StepKind> = new Set(['query', 'submit', 'preview', 'materials']);

/**
 * How surely the person must be known: P0 not at all, P1 by a document, P2 by a document and a second factor, P3
 * with the social security card in its slot besides, L1 as P2 and for a company that they may act for.
 */
const stepsOfIdentityProfile = {
  P0: [],
  P1: ['identify'],
  P2: ['identify', 'verify'],
  P3: ['card', 'identify', 'verify'],
  L1: ['identify', 'verify', 'company'],
} as const satisfies Record<string, readonly StepKind[]>;
export type IdentityProfile = keyof typeof stepsOfIdentityProfile;

const module = z.enum(moduleNames);

const steps = z
  .array(step)
  .min(1)
  .superRefine((all, context) => {
    const seen = new Set<StepKind>();
    const fields = new Set<string>();
    for (const [index, one] of all.entries()) {
      const { kind } = one;
      const problem = (expected: string) =>
        context.addIssue({ code: 'custom', path: [index, 'kind'], message: expected, input: kind });
      const before = needsBefore[kind];
      if (seen.has(kind) && !mayRepeat.has(kind)) problem(`each kind of step once; ${kind} is there already`);
      if (before !== undefined && !seen.has(before)) problem(`a step ${before} before the step ${kind}`);
      if (seen.has('take')) problem('take as the last step');
      if (
        kind === 'receipt' &&
        !(['print', 'pay', 'collect', 'query', 'submit', 'setPin'] as const).some((it) => seen.has(it))
      )
        problem('a step print, pay, collect, query, submit or setPin before the step receipt');
      if (kind === 'print' && one.document === 'participationCertificate' && !seen.has('parameters'))
        problem('a step parameters before the participation certificate');
      if (kind === 'collect' && !fields.has(one.code))
        context.addIssue({
          code: 'custom',
          path: [index, 'code'],
          message: 'the id of a field that is asked before',
          input: one.code,
        });
      if (kind === 'form') checkFields(one.fields, fields, [index, 'fields'], context);
      if (kind === 'setPin' && !seen.has('card')) problem('a step card before the step setPin');
      seen.add(kind);
    }
    for (const kind of ['notice', 'take'] as const)
      if (!seen.has(kind))
        context.addIssue({ code: 'custom', message: `a step ${kind}, as every item has`, input: all });
  });

/** Each id once in an item; what a field looks back to was asked before it. */
function checkFields(
  all: StepOf<'form'>['fields'],
  before: Set<string>,
  path: (string | number)[],
  context: z.core.$RefinementCtx<unknown>,
): void {
  for (const [index, one] of all.entries()) {
    const problem = (key: string, expected: string, input: unknown) =>
      context.addIssue({ code: 'custom', path: [...path, index, key], message: expected, input });
    if (before.has(one.id)) problem('id', 'each id once in an item', one.id);
    if (one.when !== undefined && !before.has(one.when.field))
      problem('when', 'the id of a field that is asked before', one.when.field);
    if ('notBefore' in one && one.notBefore !== undefined && !before.has(one.notBefore))
      problem('notBefore', 'the id of a field that is asked before', one.notBefore);
    before.add(one.id);
  }
}

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
      identityProfile: z.enum(['P0', 'P1', 'P2', 'P3', 'L1']),
      /** As catalogues and statistics know it; nothing on the terminal depends on it. */
      record: z.strictObject({
        kind: z.enum(['query', 'print', 'pay', 'declare', 'register', 'report', 'appointment']),
        applicant: z.enum(['person', 'company', 'both']),
        authority: text,
        promisedWorkdays: z.int().min(0).max(365),
        legalBasis: z.array(z.string().min(1)),
        externalCodes: z.array(z.string().min(1)),
      }),
      steps,
    })
    .superRefine((item, context) => {
      for (const { path, expected: message } of problemsOfPrincipal(item.steps))
        context.addIssue({
          code: 'custom',
          path: [...path],
          message,
          input: path.reduce<unknown>((of, key) => (of as Record<string | number, unknown>)[key], item),
        });
      const asked = item.steps.findIndex(({ kind }) => asksTheCentre.has(kind));
      for (const kind of stepsOfIdentityProfile[item.identityProfile]) {
        const at = item.steps.findIndex((candidate) => candidate.kind === kind);
        if (at < 0)
          context.addIssue({
            code: 'custom',
            path: ['steps'],
            message: `a step ${kind}, as identity profile ${item.identityProfile} asks`,
            input: item.steps,
          });
        else if (asked >= 0 && asked < at)
          context.addIssue({
            code: 'custom',
            path: ['steps', asked, 'kind'],
            message: `the step ${kind} before the centre is asked`,
            input: item.steps[asked]?.kind,
          });
      }
    });
}
export type Item = z.infer<ReturnType<typeof itemSchema>>;
