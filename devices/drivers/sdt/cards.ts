import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { parseYaml } from '../../../src-shared/yaml-file.ts';
import type { CardText } from './card-text.ts';

/** A card of an invented person, as it can be laid on the emulated reader. */
export interface SpecimenCard {
  readonly key: string;
  readonly text: CardText;
  /** Written onto the card after its issue. */
  readonly additionalAddress: string | null;
  readonly fingerBytes: 0 | 512 | 1024;
}

const people = z.array(
  z.object({
    key: z.string().min(1),
    kind: z.enum(['resident', 'hongKongMacauTaiwan', 'foreign2017', 'foreign2023']),
    name: z.string().min(1),
    englishName: z.string().nullable().default(null),
    idNumber: z.string().min(15).max(18),
    sex: z.enum(['male', 'female']),
    nation: z.string().nullable().default(null),
    nationality: z.string().nullable().default(null),
    birthDate: z.string().regex(/^\d{8}$/, 'YYYYMMDD'),
    address: z.string().nullable().default(null),
    issuer: z.string().nullable().default(null),
    validFrom: z.string().regex(/^\d{8}$/, 'YYYYMMDD'),
    validUntil: z.string().regex(/^(\d{8}|长期)$/, 'YYYYMMDD or 长期'),
    additionalAddress: z.string().min(1).max(35).nullable().default(null),
    fingerBytes: z.literal([0, 512, 1024]).default(0),
  }),
);

/** The people of the sandbox, so that a card laid on the glass meets its own history at the authority. */
const file = new URL('../../../config/sandbox/people.yaml', import.meta.url);

/** Throws when the file is wrong: it is part of the emulator, not of a site's configuration. */
export function specimenCards(): readonly SpecimenCard[] {
  const parsed = parseYaml(readFileSync(file, 'utf8'), 'config/sandbox/people.yaml', people);
  if (!parsed.ok) throw new Error(parsed.error.map((problem) => problem.message).join('\n'));
  return parsed.value.map(({ key, idNumber, validUntil, additionalAddress, fingerBytes, ...person }) => ({
    key,
    additionalAddress,
    fingerBytes,
    text: { ...person, number: idNumber, validUntil: validUntil === '长期' ? null : validUntil },
  }));
}
