import { z } from 'zod';
import { month, scheme } from './certificate/participation.ts';
import { outline, paperProblem } from './contract/camera.ts';
import { cashDay } from './contract/cash-day.ts';
import { cashUnit, differenceEnd, differenceFinding } from './contract/cash-unit.ts';
import { licence } from './contract/papers.ts';
import { bill, charge } from './contract/payments.ts';
import { weakPinReason } from './contract/social-security-card.ts';
import { paperPage } from './paper.ts';
import { answer, field, fieldOption } from './service/field.ts';
import { outcome } from './service/outcome.ts';
import { principalBasis, relation } from './service/principal.ts';
import { sheet } from './service/sheet.ts';
import { language, text } from './text.ts';
import { ratingLevels, trailSteps } from './visit.ts';

/**
 * What the terminal shows: one view at a time, a discriminated union of screens. The main process publishes
 * it, the renderer is a pure function of it plus what is being typed. It carries personal data only masked.
 */

const dayOfCash = cashDay.pick({ day: true, to: true, totals: true, opening: true, closing: true });

export const itemSummary = z.strictObject({
  code: z.string(),
  name: text,
  /** Everyday sentence under the name. */
  summary: text,
  categoryId: z.string(),
  /** Null when it can be done now, else what is missing, for example `documentPrinter`. */
  unavailable: z
    .enum([
      'identityCardReader',
      'documentPrinter',
      'cashRecycler',
      'barcodeReader',
      'cardReader',
      'pinPad',
      'server',
    ])
    .nullable(),
});
export type ItemSummary = z.infer<typeof itemSummary>;

export const category = z.strictObject({
  id: z.string(),
  name: text,
  /** A drawing of the design system: 'socialInsurance', 'tax', ... */
  icon: z.string(),
  count: z.int().min(0),
});
export type Category = z.infer<typeof category>;

export const itemNotice = z.strictObject({
  who: text,
  need: z.array(text),
  get: text,
  duration: text,
  cost: text,
  more: z.array(text),
});

/** By what somebody says who they are. */
export const identityDocument = z.enum(['identityCard', 'electronicCode', 'socialSecurityCard']);
export type IdentityDocument = z.infer<typeof identityDocument>;

/** How it is made sure that it is the person of the document. Never by the face alone. */
export const verifyMethod = z.enum(['sms', 'staff', 'face']);
export type VerifyMethod = z.infer<typeof verifyMethod>;

export const limitation = z.enum([
  'identityCardReader',
  'documentPrinter',
  'receiptPrinter',
  'cashRecycler',
  'server',
]);
export type Limitation = z.infer<typeof limitation>;

export const belonging = z.strictObject({
  /** `principalCard`: the identity card of the person for whom it was done. */
  kind: z.enum(['identityCard', 'principalCard', 'socialSecurityCard', 'certificate', 'receipt', 'cash']),
  /** `unsensed`: no sensor can tell, the citizen says so. */
  state: z.enum(['present', 'taken', 'unsensed']),
});
export type Belonging = z.infer<typeof belonging>;

/** Each fault has words of its own in both languages (what happened, what of my things, what now). */
export const faultCode = z.enum([
  'serverUnavailable',
  'paperNotSent',
  'personNotFound',
  'notInsured',
  'phoneNotRegistered',
  'tooManyWrongCodes',
  'tooManyCodesSent',
  'printLimitReached',
  'printerOutOfPaper',
  'printerUnavailable',
  'printFailed',
  'printOutcomeUnknown',
  'issueOutcomeUnknown',
  'identityMismatch',
  'cardReadFailed',
  'nothingDue',
  'agentNotAuthorised',
  'itemNotOffered',
  'answersRefused',
  'submitOutcomeUnknown',
  'cardHolderMismatch',
  'cardTakenOut',
  'cardReportedLost',
  'pinLocked',
  'claimUnknown',
  'claimSettled',
  'claimNotNow',
  'pinPadUnavailable',
  'pinOutcomeUnknown',
  'pinToPerson',
  'agentMinor',
  'principalUnknown',
  'principalNameMismatch',
  'principalDeceased',
  'relationNotRegistered',
  'authorisationMissing',
  'authorisationExpired',
  'authorisationWithdrawn',
  'relationRegisterBehind',
  'relationRegisterUnavailable',
  'tooManyPrincipals',
  'lockerUnavailable',
  'lockerDoorStuck',
  'lockerDoorOpen',
  'lockerPaperInside',
  'lockerUnclear',
]);
export type FaultCode = z.infer<typeof faultCode>;

/** `full`: the door is open and something lies there; `cabinetAway`: it does not answer. */
const lockerPhase = z.enum(['opening', 'full', 'empty', 'cabinetAway']);

/** A print that was begun and is not known to have ended. Shown to staff, without personal data. */
export const openJob = z.strictObject({
  transactionId: z.string(),
  /** Short number that is on the slip too. */
  trace: z.string(),
  itemName: text,
  startedAt: z.string(),
  certificateNumber: z.string().nullable(),
  state: z.enum(['notDone', 'indeterminate']),
  /** What was asked and what was answered, one line each. */
  evidence: z.array(z.string()),
  canReprint: z.boolean(),
});
export type OpenJob = z.infer<typeof openJob>;

/** Why what staff asked for did not happen. Printing: the job stays open. */
export const staffProblem = z.enum([
  'paperOut',
  'printerUnavailable',
  'printFailed',
  'printOutcomeUnknown',
  'centreUnreachable',
  'centreRefused',
]);
export type StaffProblem = z.infer<typeof staffProblem>;

/** How far paper or toner goes, roughly. */
const supplyForecast = z.strictObject({
  of: z.enum(['receipts', 'pages']),
  /** Its name in the printer's profile; null where there is but one. */
  paper: z.string().nullable(),
  left: z.int().min(0),
  limitedBy: z.enum(['paper', 'toner']),
});
export type SupplyForecast = z.infer<typeof supplyForecast>;

export const deviceSummary = z.strictObject({
  id: z.string(),
  /** A `DeviceClass`, or what a newer terminal has. */
  class: z.string(),
  /** XFS4IoT Common.Status device value. */
  status: z.string(),
  reasons: z.array(z.string()),
  /** Absent where nothing is known. */
  forecast: z.array(supplyForecast).optional(),
});
export type DeviceSummary = z.infer<typeof deviceSummary>;

/** A device as staff see it: with its wear, and with its last self-test since they signed in. */
export const staffDevice = deviceSummary.extend({
  /** `cardsRead`, `pages`, `notesTaken`, `jams`, `minutesOn` ...: since this terminal was set up. */
  counters: z.record(z.string(), z.int().min(0)),
  selfTest: z
    .strictObject({
      passed: z.boolean(),
      checks: z.array(
        z.strictObject({
          check: z.enum(['reachable', 'answers', 'supplied', 'empty']),
          passed: z.boolean(),
          /** What the device said, for the technician. */
          detail: z.string(),
        }),
      ),
    })
    .nullable(),
});
export type StaffDevice = z.infer<typeof staffDevice>;

const fen = z.int().min(0);

/** What is being paid for, one line each. */
const paymentLine = z.strictObject({
  title: text,
  nameMasked: z.string(),
  period: z.string(),
  label: text,
  amount: fen,
});
export type PaymentLine = z.infer<typeof paymentLine>;

/** A question and its answer, as they are shown again. */
const answeredRow = z.strictObject({ label: text, value: text });
export type AnsweredRow = z.infer<typeof answeredRow>;

/** Whose matter it is, where that is not the person at the machine. */
const principalShown = z.strictObject({
  relation,
  nameMasked: z.string(),
  idNumberMasked: z.string(),
  basis: principalBasis,
  /** Last day of the authorisation, `YYYY-MM-DD`; null where it is the register of families, or has no end. */
  validUntil: z.string().nullable(),
});
export type PrincipalShown = z.infer<typeof principalShown>;

/** What can be done about a paper. */
const materialWay = z.enum(['eLicence', 'phone', 'scan', 'promise']);
export type MaterialWay = z.infer<typeof materialWay>;

const screens = {
  /** Until storage is open and the open intents are reconciled; and when it cannot be. */
  starting: z.strictObject({ kind: z.literal('starting') }),
  outOfService: z.strictObject({
    kind: z.literal('outOfService'),
    reason: z.string(),
    reference: z.string(),
  }),
  attract: z.strictObject({ kind: z.literal('attract'), limitations: z.array(limitation) }),
  home: z.strictObject({
    kind: z.literal('home'),
    categories: z.array(category),
    frequent: z.array(itemSummary),
    limitations: z.array(limitation),
  }),
  category: z.strictObject({ kind: z.literal('category'), category, items: z.array(itemSummary) }),
  notice: z.strictObject({ kind: z.literal('notice'), item: itemSummary, notice: itemNotice }),
  consent: z.strictObject({
    kind: z.literal('consent'),
    item: itemSummary,
    /** Who handles the data, which data, what for, how long, the person's rights: one sentence each. */
    points: z.array(z.strictObject({ title: text, body: text })),
  }),
  identify: z.strictObject({
    kind: z.literal('identify'),
    /** Whose document is wanted. */
    whose: z.enum(['self', 'principal']),
    /** Any of them will do. */
    ways: z
      .array(
        z.strictObject({
          document: identityDocument,
          state: z.enum(['waiting', 'reading', 'unavailable']),
        }),
      )
      .min(1),
    problem: z
      .enum([
        'notAnIdentityCard',
        'liftedTooSoon',
        'unreadable',
        'cardExpired',
        'numberInvalid',
        'codeUnreadable',
        'codeExpired',
        'codeUsed',
        'codeUnknown',
        'centreUnavailable',
        'notASocialSecurityCard',
        'chipUnreadable',
        'chipRemoved',
        'chipCardExpired',
        'sameDocument',
      ])
      .nullable(),
  }),
  /** For oneself or for another person; then, what that person is to whoever stands here. */
  forWhom: z.strictObject({
    kind: z.literal('forWhom'),
    options: z
      .array(
        z.discriminatedUnion('whom', [
          z.strictObject({ whom: z.enum(['self', 'another']) }),
          z.strictObject({
            whom: relation,
            authorisation: z.enum(['never', 'ofAge', 'always']),
            identity: z.enum(['card', 'number']),
          }),
        ]),
      )
      .min(1),
    /** By which rule somebody else may do it. */
    basis: text.nullable(),
  }),
  /** Whom the centre found, to be agreed to before anything is done for them. */
  principal: z.strictObject({
    kind: z.literal('principal'),
    principal: principalShown,
    agentMasked: z.string(),
  }),
  /** How to make sure that it is the person of the document: one of several ways. */
  chooseMethod: z.strictObject({
    kind: z.literal('chooseMethod'),
    methods: z.array(verifyMethod).min(1),
    /** Why the way before did not lead on. */
    problem: z
      .enum(['phoneNotRegistered', 'tooManyCodesSent', 'tooManyWrongCodes', 'faceNotRecognised', 'noPhoto'])
      .nullable(),
  }),
  /** A member of staff looks at the person and at the document, and confirms by PIN. */
  staffConfirm: z.strictObject({
    kind: z.literal('staffConfirm'),
    document: identityDocument,
    holderMasked: z.string(),
    idNumberMasked: z.string(),
    state: z.enum(['waiting', 'checking']),
    problem: z.enum(['wrongPin', 'locked', 'serverUnavailable']).nullable(),
  }),
  verify: z.strictObject({
    kind: z.literal('verify'),
    phoneMasked: z.string(),
    codeLength: z.int(),
    state: z.enum(['waiting', 'checking']),
    problem: z.enum(['wrongCode', 'codeExpired', 'serverUnavailable']).nullable(),
    attemptsLeft: z.int(),
    /** There is another way than a text message. */
    otherWays: z.boolean(),
    /** Milliseconds since 1970 from which another code may be asked for. */
    resendAt: z.number(),
  }),
  /** Before the camera is on: what for, and that nothing is kept. */
  faceConsent: z.strictObject({
    kind: z.literal('faceConsent'),
    /** Whose picture the face is compared with: the one on the card, or the authority's. */
    photo: z.enum(['card', 'centre']),
  }),
  /** The camera looks; the page draws its picture, which is in no view. */
  faceCheck: z.strictObject({
    kind: z.literal('faceCheck'),
    /** The model is loaded, and frames are compared. */
    ready: z.boolean(),
    prompt: z.enum(['lookStraight', 'turnLeft', 'turnRight', 'comeCloser']),
    /** Movements done, of `of`. */
    done: z.int().min(0),
    of: z.int().min(1),
    /** What is in the way of it. */
    hint: z
      .enum(['noFace', 'severalFaces', 'tooDark', 'tooFar', 'tooClose', 'notCentred', 'turned'])
      .nullable(),
  }),
  faceResult: z.strictObject({
    kind: z.literal('faceResult'),
    /** Null: passed. */
    problem: z.enum(['notAlike', 'wrongMovement', 'tooSlow', 'camera']).nullable(),
    triesLeft: z.int().min(0),
  }),
  /** A PIN is typed on the pad; the screen knows how many digits there are, and nothing more. */
  pinEntry: z.strictObject({
    kind: z.literal('pinEntry'),
    which: z.enum(['old', 'next', 'repeat']),
    /** Whether the pad hears keys yet. */
    listening: z.boolean(),
    entered: z.int().min(0),
    length: z.int(),
    problem: z.enum(['tooShort', 'differ', 'wrong', ...weakPinReason.options]).nullable(),
    /** After a wrong one; null where it is not known. */
    triesLeft: z.int().nullable(),
  }),
  pinSet: z.strictObject({
    kind: z.literal('pinSet'),
    purpose: z.enum(['change', 'reset']),
    /** Last four characters of the card's number. */
    cardTail: z.string(),
    setAt: z.string(),
  }),
  /** The machine works; nothing to do for the citizen but leave. */
  working: z.strictObject({
    kind: z.literal('working'),
    task: z.enum([
      'settingPin',
      'fetchingPhoto',
      'sendingCode',
      'queryingRecords',
      'checkingPrinter',
      'queryingBills',
      'askingLicences',
      'fetchingPaper',
      'sendingPaper',
      'askingCentre',
      'askingRelation',
      'submitting',
    ]),
    usualSeconds: z.int(),
  }),
  parameters: z.strictObject({
    kind: z.literal('parameters'),
    region: text,
    schemes: z.array(scheme),
    selectedSchemes: z.array(scheme),
    periods: z.array(z.strictObject({ months: z.int(), from: month, to: month })),
    selectedMonths: z.int(),
  }),
  /** What is due, for oneself and the household; ticked is what will be paid. */
  bills: z.strictObject({ kind: z.literal('bills'), bills: z.array(bill), charges: z.array(charge) }),
  choosePayment: z.strictObject({
    kind: z.literal('choosePayment'),
    lines: z.array(paymentLine),
    due: fen,
    /** `absent`: this machine takes no notes. */
    cash: z.enum(['available', 'unavailable', 'absent']),
    code: z.boolean(),
    /** Face values that are taken here, largest first. */
    notes: z.array(fen),
  }),
  payCash: z.strictObject({
    kind: z.literal('payCash'),
    due: fen,
    taken: fen,
    /** Face values in the order in which they were taken. */
    notes: z.array(fen),
    state: z.enum(['opening', 'taking', 'deciding', 'booking', 'payingOut']),
    /** What is missing may be paid by a code. */
    canPayRest: z.boolean(),
  }),
  payCode: z.strictObject({
    kind: z.literal('payCode'),
    amount: fen,
    /** Notes that were taken before. */
    taken: fen,
    /** What the code says; null while there is none. */
    code: z.string().nullable(),
    /** Milliseconds since 1970. */
    expiresAt: z.number().nullable(),
    state: z.enum(['preparing', 'waiting', 'unknown', 'booking', 'closing']),
  }),
  /** Money that this machine owes, against the code on a slip. */
  collectClaim: z.strictObject({
    kind: z.literal('collectClaim'),
    amount: fen,
    state: z.enum(['found', 'payingOut']),
  }),
  paymentResult: z.strictObject({
    kind: z.literal('paymentResult'),
    /** `waiting`: not known yet; the centre goes on by itself. */
    outcome: z.enum(['paid', 'waiting', 'refunded', 'refused', 'expired', 'unavailable', 'collected']),
    due: fen,
    cash: fen,
    code: fen,
    receiptNumber: z.string().nullable(),
    /** Notes that came out. */
    repaid: fen,
    /** Nobody knows yet whether it came out: staff look. */
    open: fen,
    /** Money that could not be paid out here: a teller pays it against this code. */
    claim: z.strictObject({ code: z.string(), amount: fen, slip: z.boolean() }).nullable(),
    canRetry: z.boolean(),
    reference: z.string(),
  }),
  preview: z.strictObject({
    kind: z.literal('preview'),
    pages: z.array(paperPage),
    /** Null where nobody had to say who they are. */
    holderMasked: z.string().nullable(),
  }),
  confirm: z.strictObject({
    kind: z.literal('confirm'),
    item: itemSummary,
    /** Null where nobody had to say who they are. */
    holderMasked: z.string().nullable(),
    idNumberMasked: z.string().nullable(),
    /** Who does it for them. */
    agentMasked: z.string().nullable(),
    companyName: z.string().nullable(),
    period: z.strictObject({ from: month, to: month }).nullable(),
    /** What else was answered. */
    rows: z.array(answeredRow),
    pages: z.int(),
    /** This print would be number `ordinal` of `limit` in this calendar month; a limit of null is none. */
    ordinal: z.int(),
    limit: z.int().nullable(),
    receipt: z.boolean(),
  }),
  /** One question. */
  field: z.strictObject({
    kind: z.literal('field'),
    /** What the questions are about. */
    title: text,
    field,
    options: z.array(fieldOption),
    bounds: z.strictObject({ earliest: z.string(), latest: z.string() }).nullable(),
    /** 1, 2, 3 ... of `count`, which may still change with the answers. */
    ordinal: z.int(),
    count: z.int(),
    /** What was answered before, when the citizen comes back. */
    answer: answer.nullable(),
    problem: text.nullable(),
  }),
  materials: z.strictObject({
    kind: z.literal('materials'),
    /** The platform of e-licences did not answer: what it keeps is not shown. */
    licencesUnavailable: z.boolean(),
    materials: z.array(
      z.strictObject({
        id: z.string(),
        name: text,
        state: z.enum(['missing', 'eLicence', 'uploaded', 'promised']),
        /** What may be done about it here. */
        ways: z.array(materialWay),
        /** What the platform of e-licences keeps; also one that is no good any more, which is said. */
        licence: licence.pick({ issuer: true, numberMasked: true, validUntil: true, state: true }).nullable(),
        /** Files that were given. */
        pages: z.int().min(0),
        /** Of a promise. */
        dueDate: z.string().nullable(),
        consequence: text.nullable(),
      }),
    ),
  }),
  /** A code for the phone, which takes one paper. */
  paperPhone: z.strictObject({
    kind: z.literal('paperPhone'),
    material: text,
    /** Null while it is being asked for. */
    link: z.string().nullable(),
    /** Milliseconds since 1970. */
    expiresAt: z.number().nullable(),
    /** Files that came so far. */
    pages: z.int().min(0),
    state: z.enum(['preparing', 'waiting', 'expired', 'unreachable']),
  }),
  /** The camera of this machine looks for a sheet; what it sees is drawn by the page itself, and is not in the view. */
  paperScan: z.strictObject({
    kind: z.literal('paperScan'),
    material: text,
    /** Which one is to be taken, from 1. */
    page: z.int().min(1),
    most: z.int().min(1),
    /** The camera gives pictures. */
    ready: z.boolean(),
    /** Of the sheet. */
    outline: outline.nullable(),
    /** Pixels of the camera's picture, on which the outline is. */
    frame: z.strictObject({ width: z.int().positive(), height: z.int().positive() }).nullable(),
    /** Why it is not taken by itself; `layAnother`: the one that was taken last still lies there. */
    hint: z.enum([...paperProblem.options, 'layAnother']).nullable(),
    /** It is taken by itself, unless it is moved. */
    still: z.boolean(),
    /** Why there is no page. The camera is off. */
    problem: z.enum(['unplugged', 'notAllowed', 'inUse', 'noPicture', 'interrupted', 'refused']).nullable(),
  }),
  /** The last page that it took, to be kept or taken again. */
  paperScanned: z.strictObject({
    kind: z.literal('paperScanned'),
    material: text,
    page: z.int().min(1),
    most: z.int().min(1),
    jpegBase64: z.base64(),
    /** A sheet was found and cut out of the picture. */
    straightened: z.boolean(),
  }),
  /** What was given, to be taken or given again. A view carries a picture of a person's paper here and on `paperScanned`, and nowhere else. */
  paperPreview: z.strictObject({
    kind: z.literal('paperPreview'),
    material: text,
    page: z.int().min(0),
    pages: z.int().min(1),
    /** As base64; null for a PDF, which is not drawn here. */
    picture: z.strictObject({ kind: z.enum(['jpeg', 'png']), base64: z.base64() }).nullable(),
    bytes: z.int().positive(),
    sheets: z.int().min(1).nullable(),
  }),
  result: z.strictObject({
    kind: z.literal('result'),
    sheet,
    /** What the main button does. */
    leadsTo: z.enum(['finish', 'document', 'goOn']),
    slip: z.boolean(),
  }),
  /** Papers that are ready to be fetched. */
  readyPapers: z.strictObject({
    kind: z.literal('readyPapers'),
    papers: z.array(
      z.strictObject({
        /** Of the matter. */
        number: z.string(),
        itemName: text,
        where: z.discriminatedUnion('at', [
          /** `staff`: it is in this machine, and staff have to look first. */
          z.strictObject({ at: z.enum(['here', 'staff', 'collected']), compartment: z.int().positive() }),
          z.strictObject({ at: z.literal('elsewhere'), place: text }),
        ]),
      }),
    ),
    /** This machine has a cabinet. */
    locker: z.boolean(),
    slip: z.boolean(),
  }),
  /** One compartment of the cabinet, from its lock to its closed door. */
  pickUp: z.strictObject({
    kind: z.literal('pickUp'),
    itemName: text,
    compartment: z.int().positive(),
    compartments: z.int().positive(),
    phase: lockerPhase,
    /** How often the citizen was reminded of what is to be done now. */
    reminders: z.int().min(0),
  }),
  /** What will be handed in, to be agreed to. */
  declaration: z.strictObject({
    kind: z.literal('declaration'),
    item: itemSummary,
    holderMasked: z.string().nullable(),
    /** Who does it for them. */
    agentMasked: z.string().nullable(),
    companyName: z.string().nullable(),
    rows: z.array(answeredRow),
    statement: text,
  }),
  outcome: z.strictObject({
    kind: z.literal('outcome'),
    outcome,
    slip: z.boolean(),
    reference: z.string(),
  }),
  printing: z.strictObject({
    kind: z.literal('printing'),
    stage: z.enum(['issuing', 'sending', 'printing', 'receipt']),
    /** Sheets already out, as the printer says. */
    pagesDone: z.int(),
    pages: z.int(),
    usualSeconds: z.int(),
  }),
  rate: z.strictObject({
    kind: z.literal('rate'),
    levels: z.array(z.enum(ratingLevels)),
    receiptPrinted: z.boolean(),
  }),
  take: z.strictObject({
    kind: z.literal('take'),
    belongings: z.array(belonging),
    /** How often the citizen was reminded already. */
    reminders: z.int(),
  }),
  farewell: z.strictObject({ kind: z.literal('farewell') }),
  fault: z.strictObject({
    kind: z.literal('fault'),
    code: faultCode,
    /** The citizen's identity card may still lie on the reader. */
    cardOnReader: z.boolean(),
    actions: z.array(z.enum(['retry', 'back', 'finish', 'call'])),
    /** Trace number for the technician. */
    reference: z.string(),
    /** Values for the sentence: limit, month, ... */
    details: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
  staffSignIn: z.strictObject({
    kind: z.literal('staffSignIn'),
    problem: z.enum(['wrongPin', 'locked']).nullable(),
  }),
  staff: z.strictObject({
    kind: z.literal('staff'),
    openJobs: z.array(openJob),
    devices: z.array(staffDevice),
    /** The devices are being asked how they are. */
    testing: z.boolean(),
    unsentReports: z.int(),
    serverLink: z.enum(['online', 'offline', 'notEnrolled']),
    /** Set: the centre takes no more reports of this terminal, and somebody must look into it. */
    reportsRefused: z.strictObject({ reason: z.enum(['gap', 'conflict']), sequence: z.int() }).nullable(),
    /** There is cash to be counted. */
    hasCash: z.boolean(),
    /** Somebody began to load or to collect, and did not end it: no cash is served. */
    cashExchangeOpen: z.boolean(),
    /** Papers in the certificate cabinet that staff have to look at; null where there is no cabinet. */
    lockerToDo: z.int().min(0).nullable(),
    /** The transaction that is being worked on. */
    busy: z.string().nullable(),
    /** What was asked for last, when it did not happen. */
    problem: z.strictObject({ trace: z.string(), what: staffProblem }).nullable(),
  }),
  /** The cash of this machine, for those who load, count and pay it out. */
  staffCash: z.strictObject({
    kind: z.literal('staffCash'),
    places: z.array(cashUnit),
    /** Face values that may be counted, largest first. */
    values: z.array(fen),
    /** Somebody loads or collects, and what they said lies there now. No cash is served meanwhile. */
    exchange: z
      .strictObject({
        startedAt: z.string(),
        entered: z.array(z.strictObject({ place: z.string(), total: fen })),
      })
      .nullable(),
    /** The business day under way, and the last one that has ended. */
    today: dayOfCash.nullable(),
    lastDay: dayOfCash.nullable(),
    /** The register: long is positive, short is negative. */
    differences: z.array(
      z.strictObject({
        number: z.int(),
        place: z.string(),
        amount: z.int(),
        openedAt: z.string(),
        foundBy: z.enum(['staff', 'two staff', 'machine']),
      }),
    ),
    /** What nobody has explained yet: open differences and what open cases hold. */
    suspense: z.int(),
    claims: z.array(z.strictObject({ trace: z.string(), amount: fen })),
    cases: z.array(
      z.strictObject({
        id: z.string(),
        trace: z.string().nullable(),
        amount: fen,
        evidence: z.array(z.string()),
      }),
    ),
    twoPersons: z.boolean(),
    /** What the last count came to. */
    counted: z
      .strictObject({
        place: z.string(),
        ledger: fen,
        total: fen,
        difference: z.int(),
        slip: z.boolean(),
      })
      .nullable(),
    /** What the last exchange came to: loaded is positive. */
    exchanged: z.strictObject({ change: z.int(), total: fen, slip: z.boolean() }).nullable(),
    problem: z.enum(['unknownCode', 'secondPinWrong', 'cashInActive', 'dayNotPrinted']).nullable(),
    /** The slip of the last day was printed just now. */
    dayPrinted: z.boolean(),
  }),
  /** The certificate cabinet, for those who load it and take out what nobody fetched. */
  staffLocker: z.strictObject({
    kind: z.literal('staffLocker'),
    papers: z.array(
      z.strictObject({
        compartment: z.int().positive(),
        matter: z.string(),
        loadedAt: z.string(),
        state: z.enum(['loading', 'inside', 'removing', 'unclear']),
        /** It was not fetched within its time. */
        overdue: z.boolean(),
        door: z.enum(['closed', 'open', 'unknown']),
        item: z.enum(['present', 'notPresent', 'unknown']),
      }),
    ),
    compartments: z.int().positive(),
    /** Where the next paper is laid; null where nothing is free, or the cabinet is away. */
    next: z.int().positive().nullable(),
    twoPersons: z.boolean(),
    /** The door that is open for staff. */
    busy: z
      .strictObject({
        compartment: z.int().positive(),
        move: z.enum(['load', 'remove']),
        phase: lockerPhase,
        reminders: z.int().min(0),
      })
      .nullable(),
    /** How the last move ended. */
    last: z
      .strictObject({
        compartment: z.int().positive(),
        what: z.enum(['loaded', 'removed', 'notLoaded', 'notRemoved', 'decided']),
      })
      .nullable(),
    problem: z
      .enum([
        'notReady',
        'elsewhere',
        'centreUnreachable',
        'cabinetFull',
        'cabinetAway',
        'doorNotOpened',
        'doorLeftOpen',
        'secondPinWrong',
      ])
      .nullable(),
  }),
} as const;

export const screen = z.discriminatedUnion('kind', [
  screens.starting,
  screens.outOfService,
  screens.attract,
  screens.home,
  screens.category,
  screens.notice,
  screens.consent,
  screens.identify,
  screens.forWhom,
  screens.principal,
  screens.chooseMethod,
  screens.staffConfirm,
  screens.verify,
  screens.faceConsent,
  screens.faceCheck,
  screens.faceResult,
  screens.pinEntry,
  screens.pinSet,
  screens.working,
  screens.parameters,
  screens.bills,
  screens.choosePayment,
  screens.payCash,
  screens.payCode,
  screens.collectClaim,
  screens.paymentResult,
  screens.preview,
  screens.confirm,
  screens.field,
  screens.materials,
  screens.paperPhone,
  screens.paperPreview,
  screens.paperScan,
  screens.paperScanned,
  screens.result,
  screens.readyPapers,
  screens.pickUp,
  screens.declaration,
  screens.outcome,
  screens.printing,
  screens.rate,
  screens.take,
  screens.farewell,
  screens.fault,
  screens.staffSignIn,
  screens.staff,
  screens.staffCash,
  screens.staffLocker,
]);
export type Screen = z.infer<typeof screen>;
export type ScreenKind = Screen['kind'];
export type ScreenOf<K extends ScreenKind> = Extract<Screen, { kind: K }>;

export const view = z.strictObject({
  /** Grows by one with every view published. */
  revision: z.int(),
  /** Names this visit of this screen. An act must quote it: a tap on a screen that is gone does nothing. */
  screenId: z.string(),
  language,
  /** 关爱版: larger type, fewer words. */
  largeText: z.boolean(),
  highContrast: z.boolean(),
  terminal: z.strictObject({ number: z.string(), place: text, hotline: z.string() }),
  /** Not connected to the real authority: 样张 on every document and on screen. */
  specimen: z.boolean(),
  trail: z.strictObject({ steps: z.array(z.enum(trailSteps)), current: z.int() }).nullable(),
  /** Somebody else's matter is under way: said on every screen of it. */
  principal: principalShown.pick({ relation: true, nameMasked: true }).nullable(),
  /** What the bottom bar offers. */
  canGoBack: z.boolean(),
  canLeave: z.boolean(),
  /** When the machine goes on by itself: drawn as a quiet ring. Milliseconds since 1970. */
  deadline: z.strictObject({ startedAt: z.number(), endsAt: z.number() }).nullable(),
  /** "Are you still there?", with the seconds left. Covers the screen. */
  idleWarning: z.strictObject({ secondsLeft: z.int() }).nullable(),
  /** Somebody was called and when (milliseconds since 1970). */
  assistanceCalledAt: z.number().nullable(),
  screen,
});
export type View = z.infer<typeof view>;

/** What people counted: face values in fen. */
const countedItems = z
  .array(z.strictObject({ value: z.int().positive(), count: z.int().min(0).max(10_000) }))
  .max(12);
/** Of the second person, where two are wanted. */
const secondPin = z
  .string()
  .regex(/^\d{6,12}$/)
  .nullable();

/** What a person can do. Every act quotes the screen that it was made on. */
export const act = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('start') }),
  z.strictObject({ type: z.literal('setLanguage'), language }),
  z.strictObject({ type: z.literal('setLargeText'), on: z.boolean() }),
  z.strictObject({ type: z.literal('setHighContrast'), on: z.boolean() }),
  z.strictObject({ type: z.literal('callAssistance') }),
  z.strictObject({ type: z.literal('chooseCategory'), categoryId: z.string() }),
  z.strictObject({ type: z.literal('chooseItem'), code: z.string() }),
  /** The main button: agree, go on, print, I have taken everything. */
  z.strictObject({ type: z.literal('next') }),
  z.strictObject({ type: z.literal('back') }),
  z.strictObject({ type: z.literal('leave') }),
  /** "I am still here"; also sent, at most once a second, when a screen is touched. */
  z.strictObject({ type: z.literal('stay') }),
  z.strictObject({ type: z.literal('submitCode'), code: z.string().regex(/^\d{4,8}$/) }),
  z.strictObject({ type: z.literal('resendCode') }),
  z.strictObject({ type: z.literal('otherWay') }),
  z.strictObject({ type: z.literal('chooseMethod'), method: verifyMethod }),
  z.strictObject({ type: z.literal('chooseWhom'), whom: z.enum(['self', 'another', ...relation.options]) }),
  /** By a member of staff, for the citizen who stands there. */
  z.strictObject({ type: z.literal('confirmPerson'), pin: z.string().regex(/^\d{6,12}$/) }),
  z.strictObject({
    type: z.literal('chooseParameters'),
    schemes: z.array(scheme).min(1),
    months: z.int().positive(),
  }),
  z.strictObject({ type: z.literal('answer'), answer }),
  /** On, and with a slip of what is shown. */
  z.strictObject({ type: z.literal('nextWithSlip') }),
  z.strictObject({
    type: z.literal('chooseMaterial'),
    id: z.string().max(40),
    way: materialWay,
  }),
  /** Now, as it lies. */
  z.strictObject({ type: z.literal('takePicture') }),
  z.strictObject({ type: z.literal('addPage') }),
  z.strictObject({ type: z.literal('showPage'), page: z.int().min(0).max(40) }),
  /** The compartment in which the paper of this matter lies. */
  z.strictObject({ type: z.literal('openCompartment'), number: z.string().max(40) }),
  z.strictObject({ type: z.literal('chooseBills'), charges: z.array(charge).min(1).max(12) }),
  z.strictObject({ type: z.literal('choosePayment'), method: z.enum(['cash', 'code']) }),
  /** Everything back. */
  z.strictObject({ type: z.literal('cancelPayment') }),
  z.strictObject({ type: z.literal('payRest') }),
  z.strictObject({ type: z.literal('rate'), level: z.enum(ratingLevels) }),
  z.strictObject({ type: z.literal('skipRating') }),
  z.strictObject({ type: z.literal('retry') }),
  /** Opens the staff sign-in; five touches on the emblem. */
  z.strictObject({ type: z.literal('openStaff') }),
  z.strictObject({ type: z.literal('staffSignIn'), pin: z.string().regex(/^\d{6,12}$/) }),
  z.strictObject({ type: z.literal('staffReprint'), transactionId: z.string() }),
  /** Staff saw the paper: the print is done. */
  z.strictObject({ type: z.literal('staffConfirmPrinted'), transactionId: z.string() }),
  /** The paper is spoiled and the person gone: void the certificate. */
  z.strictObject({ type: z.literal('staffVoid'), transactionId: z.string() }),
  /** Asks every device how it is; moves nothing. */
  z.strictObject({ type: z.literal('staffSelfTest') }),
  /** Somebody took out the slips that nobody had taken. */
  z.strictObject({ type: z.literal('staffRetractBinEmptied') }),
  z.strictObject({ type: z.literal('staffOpenCash') }),
  z.strictObject({ type: z.literal('staffOpenLocker') }),
  /** Lays the paper of this matter into the next free compartment. */
  z.strictObject({ type: z.literal('staffLoadLocker'), number: z.string().regex(/^[A-Z0-9]{4,32}$/) }),
  z.strictObject({
    type: z.literal('staffEmptyCompartment'),
    compartment: z.int().positive(),
    secondPin,
  }),
  /** Of an unclear paper that is not there: whoever was let at it has taken it. */
  z.strictObject({ type: z.literal('staffConfirmTaken'), compartment: z.int().positive() }),
  /** What was found by counting. */
  z.strictObject({ type: z.literal('staffCount'), place: z.string(), items: countedItems, secondPin }),
  /** The balancing slip of the last business day. */
  z.strictObject({ type: z.literal('staffPrintDay') }),
  z.strictObject({ type: z.literal('staffStartExchange'), secondPin }),
  /** What lies there now, after loading or collecting. */
  z.strictObject({ type: z.literal('staffEnterExchange'), place: z.string(), items: countedItems }),
  z.strictObject({ type: z.literal('staffCompleteExchange'), secondPin }),
  /** Paid out by hand to whoever brought this code. */
  z.strictObject({ type: z.literal('staffSettleClaim'), code: z.string().min(4).max(20) }),
  /** How a difference of the register ended, and what it was. */
  z.strictObject({
    type: z.literal('staffCloseDifference'),
    number: z.int().positive(),
    state: differenceEnd,
    finding: differenceFinding,
    secondPin,
  }),
  z.strictObject({
    type: z.literal('staffCloseCase'),
    caseId: z.string(),
    finding: z.enum(['foundInMachine', 'givenToCitizen', 'nothingFound']),
  }),
]);
export type Act = z.infer<typeof act>;
