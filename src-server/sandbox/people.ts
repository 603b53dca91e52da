import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import { parseYaml } from '../../src-shared/yaml-file.ts';

/** What the sandbox authority needs of config/sandbox/people.yaml; the rest is on the card. */
const person = z.object({
  key: z.string().min(1),
  name: z.string().min(1),
  /** Where the authority has another name under this number. */
  authorityName: z.string().min(1).optional(),
  idNumber: z.string().min(15).max(18),
  sex: z.enum(['male', 'female']),
  /** People of one household may pay for each other. */
  household: z.string().min(1).optional(),
  insured: z.enum(['full', 'partial', 'none', 'unknown']),
  /** Reported lost by its holder; absent: in use. */
  socialSecurityCard: z.enum(['lost']).optional(),
  /** The day of death, as the register has it. */
  deceased: z.iso.date().optional(),
  phone: z
    .string()
    .regex(/^1\d{10}$/)
    .nullable(),
});
export type SandboxPerson = z.infer<typeof person>;

/** Those whom the authority knows, by identity number. Throws, naming file and line, on a malformed file. */
export function loadPeople(file: string): ReadonlyMap<string, SandboxPerson> {
  const parsed = parseYaml(readFileSync(file, 'utf8'), basename(file), z.array(person));
  if (!parsed.ok) throw new Error(parsed.error.map((problem) => problem.message).join('\n'));
  const known = parsed.value.filter((one) => one.insured !== 'unknown');
  return new Map(known.map((one) => [one.idNumber, one]));
}
