import { z } from 'zod';
import { text } from '../../../src-shared/text.ts';
import type { DayEnd } from '../cash/business-day.ts';
import { staffPinHash } from './staff-pin.ts';

/** YAML makes a number of bare digits, and drops their zeros; the problem should say what to do about it. */
const digits = (pattern: RegExp, expected: string) =>
  z.custom<string>((value) => typeof value === 'string' && pattern.test(value), expected);

const dayEnd = z.custom<DayEnd>(
  (value) =>
    typeof value === 'string' && /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/.test(value) && value !== '00:00',
  "a time in quotes from '00:01' to '24:00'",
);

const loopback = new Set(['127.0.0.1', 'localhost', '[::1]']);

function isSafe(address: string): boolean {
  if (!URL.canParse(address)) return false;
  const { protocol, hostname, username, search } = new URL(address);
  // A secret in the address would stand in every log.
  if (username !== '' || search !== '') return false;
  return protocol === 'https:' || (protocol === 'http:' && loopback.has(hostname));
}

export const serverUrl = z.string().refine(isSafe, 'an address https://host[:port], or http on this machine');

/** Where a device hangs on this terminal, instead of where its profile says. */
export const deviceSettings = z.strictObject({
  id: z.string().regex(/^[a-z][A-Za-z0-9]*$/, 'a name in camelCase, such as documentPrinter'),
  /** A file of config/devices, without its ending. */
  profile: z.string(),
  path: z.string().min(1).optional(),
  port: z.int().min(1).max(65_535).optional(),
  uri: z
    .string()
    .refine((uri) => URL.canParse(uri), 'an address such as ipp://host/ipp/print')
    .optional(),
  /** Records the bytes on its line, personal data masked. */
  record: z.boolean().optional(),
});
export type DeviceSettings = z.infer<typeof deviceSettings>;

/** Tells the second and every further device of a name at its own line. */
const devices = (profiles: readonly string[]) =>
  z.array(deviceSettings.extend({ profile: z.enum(profiles) })).superRefine((all, context) => {
    for (const [index, { id }] of all.entries())
      if (all.findIndex((other) => other.id === id) !== index)
        context.addIssue({ code: 'custom', path: [index, 'id'], message: 'each id once', input: id });
  });

/** config/terminal.yaml, given the names of the profiles that exist. */
export const terminalSchema = (profiles: readonly string[]) =>
  z.strictObject({
    terminal: z.strictObject({
      number: digits(/^\d{4}$/, "four digits in quotes, such as '0001'"),
      serialNumber: z.string().min(1).max(64),
      place: text,
      hotline: digits(/^[\d-]{3,20}$/, "a telephone number in quotes, such as '12345'"),
    }),
    specimen: z
      .boolean()
      .refine(
        (specimen) => specimen,
        'true: no connector to a real authority exists yet, and without one every document must carry 样张',
      ),
    server: z.strictObject({ url: serverUrl, timeoutSeconds: z.int().min(5).max(120) }),
    devices: devices(profiles),
    session: z.strictObject({
      idleSeconds: z.int().min(20).max(600),
      /** WCAG 2.2, success criterion 2.2.1: at least 20 seconds to answer. */
      warningSeconds: z.int().min(20).max(120),
    }),
    printing: z.strictObject({ usualSecondsPerSheet: z.int().min(1).max(120) }),
    /** Where a recycler is configured: face values that are taken, in yuan. */
    cash: z.strictObject({
      notes: z.array(z.literal([1, 5, 10, 20, 50, 100])).min(1),
      /** When the business day ends. */
      dayEnds: dayEnd.default('24:00'),
    }),
    /** Absent: faces are not compared here. */
    face: z
      .strictObject({
        /** The id of the camera that looks at the person. */
        camera: z.string(),
        /** Below 0.5 the model's own author calls it no match. */
        threshold: z.number().min(0.5).max(0.95),
        /** A program that makes a JPEG or BMP of the photo on an identity card. */
        cardPhotoDecoder: z.string().startsWith('/', 'an absolute path').optional(),
      })
      .optional(),
    /** Absent: papers are not photographed here. */
    papers: z
      .strictObject({
        /** The id of the camera that looks at the paper. */
        camera: z.string(),
      })
      .optional(),
    staff: z.strictObject({
      pinScrypt: z.string().regex(staffPinHash, 'a hash made by `npm run --silent staff-pin`'),
      /** Where two people must count, load and collect cash together. */
      secondPinScrypt: z
        .string()
        .regex(staffPinHash, 'a hash made by `npm run --silent staff-pin`')
        .optional(),
      /** Whether somebody is at hand who confirms by that PIN that a citizen is who the document says. */
      confirmsIdentity: z.boolean().default(false),
    }),
  });
export type TerminalSettings = z.infer<ReturnType<typeof terminalSchema>>;
