import { z } from 'zod';
import { text } from '../text.ts';

/**
 * What the principal (本人, whose matter it is) is to the agent (代办人, who stands at the machine). `ward`: the agent was made
 * their guardian (监护人) by a court, a committee or an agreement, and is no parent of theirs (Civil Code art. 28, 31, 33).
 */
export const relation = z.enum(['spouse', 'parent', 'child', 'ward', 'other']);
export type Relation = z.infer<typeof relation>;

/** What the centre went by: the register of families, or an authorisation (委托书) that the principal gave. */
export const principalBasis = z.enum(['registered', 'authorised']);
export type PrincipalBasis = z.infer<typeof principalBasis>;

const relationRule = z
  .strictObject({
    relation,
    /**
     * `never`: the word of the register of families is enough. `ofAge`: for a minor it is (Civil Code art. 23, 27), who
     * is of age must have authorised it. `always`: an authorisation has to be held (art. 165).
     */
    authorisation: z.enum(['never', 'ofAge', 'always']),
    /** `card`: both documents, one after the other. `number`: typed, and the register says the name. */
    identity: z.enum(['card', 'number']),
  })
  .superRefine((rule, context) => {
    // A guardian acts by law (Civil Code art. 23); whoever has one can give no authorisation.
    if (rule.relation === 'ward' && rule.authorisation !== 'never')
      context.addIssue({
        code: 'custom',
        path: ['authorisation'],
        message: 'never, for a ward',
        input: rule.authorisation,
      });
    if (rule.relation !== 'other') return;
    // No register knows them, so that nothing but the principal's own word and document is left.
    for (const [key, expected] of [
      ['authorisation', 'always'],
      ['identity', 'card'],
    ] as const)
      if (rule[key] !== expected)
        context.addIssue({
          code: 'custom',
          path: [key],
          message: `${expected}, where no register knows the relation`,
          input: rule[key],
        });
  });
export type RelationRule = z.infer<typeof relationRule>;

/** For oneself, or for another person: for whom this may be done, and what each of them asks for. */
export const principalStep = z.strictObject({
  kind: z.literal('principal'),
  /** By which rule, as the citizen is told. */
  basis: text,
  relations: z
    .array(relationRule)
    .min(1)
    .superRefine((rules, context) => {
      for (const [index, { relation: one }] of rules.entries())
        if (rules.findIndex((rule) => rule.relation === one) < index)
          context.addIssue({
            code: 'custom',
            path: [index, 'relation'],
            message: 'each relation once',
            input: one,
          });
    }),
});

/**
 * What is never done for another person: what hangs on a card and its PIN, what is done for a company, and what is paid,
 * where everybody may pay for the household anyway.
 */
const neverBeside: ReadonlySet<string> = new Set(['card', 'setPin', 'company', 'bills', 'pay', 'collect']);
/** What may come before it is known whose matter it is. */
const mayComeBefore: ReadonlySet<string> = new Set(['notice', 'consent', 'identify', 'verify']);

/** What is wrong with an item that can be done for another person, by the index of the step. */
export function problemsOfPrincipal(
  steps: readonly { readonly kind: string }[],
): { readonly path: readonly (string | number)[]; readonly expected: string }[] {
  const at = steps.findIndex(({ kind }) => kind === 'principal');
  const step = steps[at] as z.infer<typeof principalStep> | undefined;
  if (step === undefined) return [];
  const verified = steps.some(({ kind }) => kind === 'verify');
  return [
    ...steps.flatMap(({ kind }, index) => {
      const path = ['steps', index, 'kind'];
      if (neverBeside.has(kind))
        return [{ path, expected: `no step ${kind} in an item that is done for another person` }];
      if (index < at && !mayComeBefore.has(kind))
        return [{ path, expected: `the step principal before the step ${kind}` }];
      if (index > at && kind === 'verify')
        return [{ path, expected: 'the step verify before the step principal' }];
      return [];
    }),
    // A number that somebody types would tell a thief with a found card who is related to whom.
    ...step.relations.flatMap(({ identity }, index) =>
      verified || identity === 'card'
        ? []
        : [
            {
              path: ['steps', at, 'relations', index, 'identity'],
              expected: 'card, in an item without a second factor',
            },
          ],
    ),
  ];
}
