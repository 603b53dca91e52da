import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import { parseYaml } from '../../../src-shared/yaml-file.ts';

/** The invented companies of config/sandbox/companies.yaml. */
const company = z.strictObject({
  key: z.string().min(1),
  /** Unified social credit code, 18 characters of GB 32100. */
  code: z.string().length(18),
  name: z.string().min(1),
  kind: z.enum(['company', 'individualBusiness', 'institution']),
  legalRepresentative: z.string().min(1),
  address: z.string().min(1),
  /** `YYYY-MM-DD` */
  establishedOn: z.iso.date(),
  state: z.enum(['active', 'deregistered', 'abnormal']),
  vatPayer: z.enum(['general', 'smallScale', 'fixedQuota', 'none']),
  /** Keys of config/sandbox/people.yaml: who may act for it. */
  agents: z.array(z.string().min(1)),
});
export type SandboxCompany = z.infer<typeof company>;

/** By code. Throws, naming file and line, on a malformed file. */
export function loadCompanies(file: string): ReadonlyMap<string, SandboxCompany> {
  const parsed = parseYaml(readFileSync(file, 'utf8'), basename(file), z.array(company));
  if (!parsed.ok) throw new Error(parsed.error.map((problem) => problem.message).join('\n'));
  return new Map(parsed.value.map((one) => [one.code, one]));
}
