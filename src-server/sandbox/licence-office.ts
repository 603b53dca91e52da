import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { z } from 'zod';
import type { Clock } from '../../src-shared/clock.ts';
import { err, ok } from '../../src-shared/result.ts';
import { text } from '../../src-shared/text.ts';
import { parseYaml } from '../../src-shared/yaml-file.ts';
import type { ELicences, HeldLicence } from '../connectors/e-licences.ts';
import { chinaDay } from '../domain/china-time.ts';
import type { Faults } from './faults.ts';
import type { SandboxPerson } from './people.ts';

const licence = z.strictObject({
  /** Key of people.yaml, or a unified social credit code. */
  holder: z.string().min(1),
  material: z.string().min(1),
  issuer: text,
  number: z.string().min(8),
  validUntil: z.iso.date().nullable(),
  revoked: z.boolean().default(false),
});
type SandboxLicence = z.infer<typeof licence>;

/** Throws, naming file and line, on a malformed file. */
export function loadLicences(file: string): readonly SandboxLicence[] {
  const parsed = parseYaml(readFileSync(file, 'utf8'), basename(file), z.array(licence));
  if (!parsed.ok) throw new Error(parsed.error.map((problem) => problem.message).join('\n'));
  return parsed.value;
}

/** Stands in for the platform of e-licences, with the papers of invented people and companies. */
export function createLicenceOffice(parts: {
  readonly clock: Clock;
  readonly people: ReadonlyMap<string, SandboxPerson>;
  readonly licences: readonly SandboxLicence[];
  readonly faults: Faults;
}): ELicences {
  const { clock, people, licences, faults } = parts;
  return {
    async of({ person, companyCode }, materialIds) {
      if (faults.licencesFailing) return err('unavailable');
      const holder = companyCode ?? people.get(person.reveal().idNumber)?.key;
      const today = chinaDay(clock.now());
      return ok(
        licences.flatMap((one, index): HeldLicence[] =>
          one.holder === holder && materialIds.includes(one.material)
            ? [
                {
                  licenceId: `YPZZ${String(index + 1).padStart(6, '0')}`,
                  materialId: one.material,
                  issuer: one.issuer,
                  number: one.number,
                  validUntil: one.validUntil,
                  state: stateOf(one, today),
                },
              ]
            : [],
        ),
      );
    },
  };
}

/** Good through its last day. */
function stateOf({ revoked, validUntil }: SandboxLicence, today: string): HeldLicence['state'] {
  if (revoked) return 'revoked';
  return validUntil !== null && validUntil < today ? 'expired' : 'valid';
}
