import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { parseYaml, type YamlProblem } from '../../src-shared/yaml-file.ts';
import { lcdm1000 } from '../drivers/lcdm/profile.ts';

const serialLine = z.strictObject({
  kind: z.literal('serial'),
  /** `/dev/ttyS0`, `/dev/serial/by-id/...`, `COM3`. Usually said in terminal.yaml. */
  path: z.string().min(1).optional(),
  baudRate: z.int().min(300).max(921_600),
  dataBits: z.literal([5, 6, 7, 8]),
  parity: z.enum(['none', 'even', 'odd']),
  stopBits: z.literal([1, 2]),
});

/** A unit behind a terminal server, or an emulator where there are no pseudo-terminals. */
const tcpLine = z.strictObject({
  kind: z.literal('tcp'),
  host: z.string().min(1).default('127.0.0.1'),
  port: z.int().min(1).max(65_535).optional(),
  /** Of the serial line behind it, for the time that bytes need. */
  baudRate: z.int().min(300).max(921_600).default(115_200),
});

const line = z.discriminatedUnion('kind', [serialLine, tcpLine]);
export type LineSettings = z.infer<typeof line>;

const word = z.int().min(0).max(0xffff);

/** Which of the HID devices on USB. `path` in terminal.yaml tells two of the same kind apart. */
const hidDevice = {
  kind: z.literal('hid'),
  vendorId: word.optional(),
  productId: word.optional(),
  serialNumber: z.string().min(1).optional(),
  usagePage: word.optional(),
  usage: word.optional(),
};
const hidLine = z.strictObject(hidDevice);

/** A unit that packs a protocol of bytes into HID reports. */
const hidStreamLine = z.strictObject({
  ...hidDevice,
  framing: z.strictObject({
    reportId: z.int().min(0).max(0xff),
    reportBytes: z.int().min(8).max(1_024),
    /** Whether the first byte of a report counts the others. */
    counted: z.boolean(),
  }),
  /** Of the module behind it, for the time that bytes need. */
  baudRate: z.int().min(300).max(921_600).default(115_200),
});
export type HidLineSettings = z.infer<typeof hidLine> | z.infer<typeof hidStreamLine>;

/** A reader that the system's PC/SC service knows. */
const pcscLine = z.strictObject({
  kind: z.literal('pcsc'),
  /** Part of its name; without it the first one. */
  reader: z.string().min(1).optional(),
});

const byte = z.int().min(0).max(0xff);

/** What a cash unit holds. */
const item = z.strictObject({
  currency: z.string().regex(/^[A-Z]{3}$/, { error: 'an ISO 4217 code such as CNY' }),
  /** Fen. */
  value: z.int().positive(),
});

/** Items: when a unit is full, nearly full, nearly empty. */
const unitLimits = z
  .strictObject({
    capacity: z.int().positive(),
    high: z.int().positive().optional(),
    low: z.int().positive().optional(),
  })
  .refine(
    ({ capacity, high = capacity, low = 0 }) => low < high && high <= capacity,
    'low below high, and high not above the capacity',
  );

const currencyCode = z.string().regex(/^[A-Z]{3}$/);

/** Bytes in hexadecimal; in quotes, for 1654 alone would be a number. Text, as all that a configuration holds. */
const hexBytes = z.string().regex(/^([\dA-Fa-f]{2})*$/, { error: 'bytes in hexadecimal, in quotes' });

/** How the characters of a code are written in its bytes. */
const scanEncoding = z.enum(['utf-8', 'gb18030', 'iso-8859-1']);

/** What all note acceptors have that are polled. */
const polledNoteAcceptor = {
  pollIntervalMs: z.int().min(100).max(200),
  /** For which a note is held in escrow while nobody decides; 0 leaves it to the unit, some ten seconds. */
  escrowHoldMs: z.int().min(0).max(600_000),
};

const cctalkUnit = {
  address: z.int().min(2).max(255),
  check: z.enum(['checksum', 'crc']).default('checksum'),
};

/** Counted from 0, as on the line. */
const registerAddress = z.int().min(0).max(0xffff);
const inputBit = z.strictObject({ input: registerAddress, activeWhen: z.boolean() });
const light = z.union([
  z.strictObject({ coil: registerAddress }),
  z.strictObject({
    register: registerAddress,
    rates: z.strictObject({
      off: registerAddress,
      slow: registerAddress,
      medium: registerAddress,
      quick: registerAddress,
      continuous: registerAddress,
    }),
  }),
]);

/** What a kind of unit is: a file of config/devices. Where it hangs on this terminal is said in terminal.yaml. */
const profileSchema = z.discriminatedUnion('driver', [
  z.strictObject({
    driver: z.literal('sdt'),
    class: z.literal('identityCardReader'),
    settings: z.strictObject({
      line: z.discriminatedUnion('kind', [serialLine, tcpLine, hidStreamLine]),
      /** Asks a silent module at the other rates of SDT too. */
      baudSearch: z.boolean().default(false),
      pollIntervalMs: z.int().min(50).max(5_000),
      healthIntervalMs: z.int().min(1_000).max(600_000),
    }),
  }),
  z.strictObject({
    driver: z.literal('escpos'),
    class: z.literal('receiptPrinter'),
    settings: z.strictObject({
      line,
      columns: z.int().min(16).max(96),
      cut: z.enum(['full', 'partial']),
      ticketSensor: z.boolean(),
      dialect: z.enum(['epson', 'custom']).default('epson'),
      /** A mouth that holds the slip and knows when it is taken. */
      presenter: z
        .strictObject({
          presentSteps: z.int().min(1).max(255),
          untaken: z.enum(['retract', 'eject']),
          untakenAfterMs: z.int().min(5_000).max(600_000),
          retractBinCapacity: z.int().min(1).max(1_000),
        })
        .nullable()
        .default(null),
      /** For the forecast. */
      roll: z
        .strictObject({ metres: z.number().positive(), nearEndMetres: z.number().positive() })
        .nullable()
        .default(null),
    }),
  }),
  z.strictObject({
    driver: z.literal('ipp'),
    class: z.literal('documentPrinter'),
    settings: z.strictObject({
      /** Usually said in terminal.yaml. */
      uri: z.url({ protocol: /^ipps?$/, error: 'an address such as ipp://host:631/ipp/print' }).optional(),
      /** By name; the first is taken where a print names none. */
      papers: z
        .record(
          z.string().regex(/^[a-z][A-Za-z\d]*$/),
          z.strictObject({
            source: z.string().min(1).nullable().default(null),
            type: z.string().min(1).nullable().default(null),
            sides: z.enum(['one-sided', 'two-sided-long-edge', 'two-sided-short-edge']).default('one-sided'),
          }),
        )
        .default({}),
      /** Of a full cartridge. */
      tonerPages: z.int().positive().nullable().default(null),
    }),
  }),
  z.strictObject({
    driver: z.literal('ssp'),
    class: z.literal('cashAcceptor'),
    settings: z.strictObject({
      line,
      currency: z.string().regex(/^[A-Z]{3}$/),
      /** The half of the key that the machine's maker fixed. */
      fixedKey: z
        .string()
        .regex(/^[\dA-Fa-f]{16}$/)
        .default('0123456701234567'),
      primeBits: z.int().min(16).max(64).default(64),
      pollIntervalMs: z.int().min(50).max(2_000),
      attempts: z.int().min(2).max(21).default(21),
      units: z.strictObject({ cashbox: unitLimits, payout: unitLimits }).optional(),
    }),
  }),
  z.strictObject({
    driver: z.literal('lcdm'),
    class: z.literal('cashDispenser'),
    settings: z.strictObject({
      line,
      item,
      healthIntervalMs: z.int().min(1_000).max(600_000),
      communicationId: byte.default(lcdm1000.communicationId),
      codes: z
        .strictObject({ purge: byte, dispense: byte, status: byte, romVersion: byte, testDispense: byte })
        .default(lcdm1000.codes),
      checkCountsRejects: z.boolean().default(lcdm1000.checkCountsRejects),
      units: z.strictObject({ cassette: unitLimits, reject: unitLimits }).optional(),
    }),
  }),
  z.strictObject({
    driver: z.literal('ccnet'),
    class: z.literal('cashAcceptor'),
    settings: z.strictObject({
      line,
      unit: z.enum(['billValidator', 'billToBill']).default('billValidator'),
      ...polledNoteAcceptor,
      /** ISO 4217 by the three letters of the unit's bill table. */
      currencies: z.record(z.string().length(3), currencyCode),
      /** Of barcode tickets; null where none are taken. */
      ticketDigits: z.int().min(6).max(18).nullable().default(null),
    }),
  }),
  z.strictObject({
    driver: z.literal('id003'),
    class: z.literal('cashAcceptor'),
    settings: z.strictObject({
      line,
      ...polledNoteAcceptor,
      currency: currencyCode,
      /** Fen by the unit's number (hexadecimal), for units that do not tell their currency table. */
      denominations: z.record(z.string().regex(/^6[1-8]$/), z.int().min(1)),
    }),
  }),
  z.strictObject({
    driver: z.literal('cctalk-coin-acceptor'),
    class: z.literal('coinAcceptor'),
    settings: z.strictObject({
      line,
      ...cctalkUnit,
      coins: z
        .array(
          z.strictObject({
            ...item.shape,
            position: z.int().min(1).max(16),
            path: z.int().min(1).max(8).optional(),
          }),
        )
        .min(1),
      /** By sorter path. */
      places: z.record(z.string().regex(/^[1-8]$/), z.string().min(1)).default({}),
      pollIntervalMs: z.int().min(50).max(1_000),
    }),
  }),
  z.strictObject({
    driver: z.literal('cctalk-coin-hopper'),
    class: z.literal('cashDispenser'),
    settings: z.strictObject({
      line,
      ...cctalkUnit,
      item,
      security: z.discriminatedUnion('kind', [
        z.strictObject({ kind: z.literal('fixed'), bytes: z.array(byte).max(16) }),
        z.strictObject({ kind: z.literal('serialNumber') }),
        z.strictObject({ kind: z.literal('cipherKey') }),
      ]),
      levelSensors: z.boolean(),
      healthIntervalMs: z.int().min(1_000).max(600_000),
      units: z.strictObject({ hopper: unitLimits }).optional(),
    }),
  }),
  z.strictObject({
    driver: z.literal('epp'),
    class: z.literal('pinPad'),
    settings: z.strictObject({
      line,
      healthIntervalMs: z.int().min(1_000).max(600_000),
      keys: z.record(
        z.string().min(1),
        z.strictObject({
          master: z.int().min(0).max(15),
          work: z.int().min(0).max(63),
          algorithm: z.enum(['tripleDes', 'aes', 'sm4']),
        }),
      ),
      algorithms: z.partialRecord(z.enum(['tripleDes', 'aes', 'sm4']), byte),
      modes: z.partialRecord(z.enum(['iso0', 'iso3', 'iso4', 'sm4']), byte),
      clearKey: z.enum(['all', 'last']),
    }),
  }),
  z.strictObject({
    driver: z.literal('modbus-io'),
    class: z.literal('auxiliaries'),
    settings: z.strictObject({
      line,
      unit: z.int().min(1).max(247),
      pollIntervalMs: z.int().min(100).max(60_000),
      cabinetDoor: inputBit.optional(),
      safeDoor: inputBit.optional(),
      presence: inputBit.optional(),
      temperature: z
        .strictObject({
          table: z.enum(['inputRegisters', 'holdingRegisters']),
          register: registerAddress,
          scale: z.number().positive(),
        })
        .optional(),
      lights: z.partialRecord(
        z.enum([
          'identityCardReader',
          'cardReader',
          'documentPrinter',
          'receiptPrinter',
          'billAcceptor',
          'notesDispenser',
          'coinAcceptor',
          'pinPad',
          'scanner',
          'statusGood',
          'statusWarning',
          'statusBad',
        ]),
        light,
      ),
      /** By device id of terminal.yaml. */
      outlets: z.record(
        z.string().min(1),
        z.strictObject({
          coil: registerAddress,
          cutsWhen: z.boolean(),
          offMs: z.int().min(100).max(20_000),
        }),
      ),
    }),
  }),
  z.strictObject({
    driver: z.literal('megatec-ups'),
    class: z.literal('powerSupply'),
    settings: z.strictObject({
      line,
      pollIntervalMs: z.int().min(500).max(60_000),
      /** Of the whole battery, for units that do not tell. */
      batteryVolts: z.number().min(6).max(480).optional(),
    }),
  }),
  z.strictObject({
    driver: z.literal('kr-cu'),
    class: z.literal('locker'),
    settings: z.strictObject({
      line,
      /** By the switches on the board. */
      board: z.int().min(0).max(15),
      compartments: z.int().min(1).max(16),
      pollIntervalMs: z.int().min(100).max(5_000),
      closedBit: z.literal([0, 1]),
      presentBit: z.literal([0, 1]),
    }),
  }),
  z.strictObject({
    driver: z.literal('social-security-card'),
    class: z.literal('cardReader'),
    settings: z.strictObject({
      line: z.discriminatedUnion('kind', [pcscLine, tcpLine]),
      answerMs: z.int().min(500).max(60_000),
    }),
  }),
  z.strictObject({
    driver: z.literal('hid-pos'),
    class: z.literal('barcodeReader'),
    settings: z.strictObject({
      line: z.discriminatedUnion('kind', [hidLine, tcpLine]),
      encoding: scanEncoding,
    }),
  }),
  z.strictObject({
    driver: z.literal('serial-scanner'),
    class: z.literal('barcodeReader'),
    settings: z.strictObject({
      line,
      /** Behind every code; empty where the scanner puts nothing. */
      suffix: hexBytes,
      /** Whether the scanner puts the AIM identifier before every code. */
      aim: z.boolean(),
      /** Milliseconds that it pauses at most within a code. */
      gapMs: z.int().min(20).max(500),
      encoding: scanEncoding,
      /** Commands that switch it on and off; null for one that always looks. */
      trigger: z.strictObject({ on: hexBytes, off: hexBytes }).nullable(),
    }),
  }),
  z.strictObject({
    driver: z.literal('camera'),
    class: z.literal('camera'),
    settings: z.strictObject({
      /** Part of its name, as the operating system tells it; '' takes the first one. */
      camera: z.string(),
      widthPx: z.int().min(160).max(8_192),
      heightPx: z.int().min(120).max(8_192),
      warmUpMs: z.int().min(0).max(5_000),
      darkBelow: z.number().min(0).max(255),
    }),
  }),
]);
export type Profile = z.infer<typeof profileSchema>;

/** @param name of a file in `directory`, without its ending; problems name the file as `devices/name.yaml`. */
export async function readProfile(
  directory: string,
  name: string,
): Promise<Result<Profile, readonly YamlProblem[]>> {
  try {
    return parseProfile(name, ok(await readFile(join(directory, `${name}.yaml`), 'utf8')));
  } catch (error) {
    return parseProfile(name, err((error as NodeJS.ErrnoException).code ?? String(error)));
  }
}

/** @param text of the file, or why it cannot be read; undefined where there is none */
export function parseProfile(
  name: string,
  text: Result<string, string> | undefined,
): Result<Profile, readonly YamlProblem[]> {
  const file = `devices/${name}.yaml`;
  if (text?.ok) return parseYaml(text.value, file, profileSchema);
  const message = `${file}:1:1 expected a readable file, found ${text?.error ?? 'none'}`;
  return err([{ file, line: 1, column: 1, path: '', expected: 'a readable file', message }]);
}
