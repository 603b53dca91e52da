import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { answers } from '../../src-shared/service/field.ts';
import { outcomeKind } from '../../src-shared/service/outcome.ts';
import { relation } from '../../src-shared/service/principal.ts';
import { parseYaml } from '../../src-shared/yaml-file.ts';

/** How a walk ends: what the registers said, a paper in the hand, or money paid. */
export const walkEnd = z.enum([
  ...outcomeKind.options,
  'found',
  'printed',
  'paid',
  'changed',
  'collected',
  'fault',
]);
export type WalkEnd = z.infer<typeof walkEnd>;

const walk = z.strictObject({
  item: z.string().min(1),
  /** What is special about it; an item may be walked more than once. */
  about: z.string().optional(),
  /** Key of config/sandbox/people.yaml. */
  person: z.string().optional(),
  /** Unified social credit code. */
  company: z.string().length(18).optional(),
  /** Key of config/sandbox/companies.yaml: its electronic licence is shown, and no code is typed. */
  licence: z.string().optional(),
  /** The person does it for somebody else of people.yaml. */
  principal: z.strictObject({ relation, person: z.string() }).optional(),
  /** Where the first or the latest choice will not do. `option 2` takes the second one that is offered. */
  answers: answers.optional(),
  /** How the papers are given; promised where nothing is said. */
  papers: z.enum(['eLicence', 'phone', 'promise']).optional(),
  /** What the same person did before, in this order. */
  after: z.array(z.strictObject({ item: z.string(), answers: answers.optional() })).optional(),
  /** Staff lay the paper of the last matter into the cabinet of this machine, on the day after. */
  stored: z.boolean().optional(),
  /** The last sentence that must be told, or the code of the fault. */
  says: z.string().optional(),
  /** How it must end; where it is absent, in any way but a refusal, a fault or nothing on record. */
  ends: walkEnd.optional(),
});
export type Walk = z.infer<typeof walk>;

/** The walks of config/sandbox/walks.yaml. Throws, naming file and line, on a malformed file. */
export function loadWalks(file: string): Walk[] {
  const parsed = parseYaml(readFileSync(file, 'utf8'), 'sandbox/walks.yaml', z.array(walk));
  if (!parsed.ok) throw new Error(parsed.error.map(({ message }) => message).join('\n'));
  return parsed.value;
}
