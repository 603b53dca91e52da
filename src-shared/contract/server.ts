import { oc } from '@orpc/contract';
import { z } from 'zod';
import { month, participation, scheme } from '../certificate/participation.ts';
import { paperPage } from '../paper.ts';
import { answers, fieldOption } from '../service/field.ts';
import { outcome } from '../service/outcome.ts';
import { principalBasis, relation } from '../service/principal.ts';
import { sheet } from '../service/sheet.ts';
import { text } from '../text.ts';
import { deviceSummary, limitation } from '../view.ts';
import { cashState } from './cash-unit.ts';
import {
  base64Length,
  givenPaper,
  licence,
  mostPageBytes,
  pageKind,
  pageProblem,
  paperPageSummary,
  paperState,
} from './papers.ts';
import { bill, charge, orderState, paymentPart, paymentState } from './payments.ts';
import { weakPinReason } from './social-security-card.ts';

/**
 * Terminal <-> central server: HTTPS + JSON, published as OpenAPI at /openapi.json.
 *
 * A terminal is enrolled once with a code, keeps its own Ed25519 key, and gets access tokens by
 * `private_key_jwt` (RFC 7523). Whatever changes the world carries an idempotency key: a repeated call gives
 * the first answer.
 */

/**
 * `aud` of a client assertion (EdDSA; `iss` = `sub` = terminal id; `iat`, `exp`, `jti`). A name, not an address:
 * behind a proxy the two sides do not see the same address.
 */
export const assertionAudience = 'urn:zerowindow:centre';

const uuid = z.uuid();
const instant = z.iso.datetime({ offset: true });

const unauthorized = { UNAUTHORIZED: { status: 401, message: 'no valid access token' } } as const;
/** The business system behind the server did not answer. Nothing was done, unless the call says otherwise. */
const authorityDown = {
  AUTHORITY_UNAVAILABLE: { status: 503, message: 'the business system does not answer' },
} as const;
const verificationErrors = {
  VERIFICATION_REQUIRED: { status: 403, message: 'no second factor for this person in this transaction' },
} as const;

export const report = z.strictObject({
  /** 1, 2, 3 ... per terminal, without gaps. */
  sequence: z.int().min(1),
  id: uuid,
  at: instant,
  kind: z.enum([
    'transaction',
    'printOutcome',
    'rating',
    'deviceStatus',
    'openJob',
    'assistance',
    'start',
    'cashClaim',
    'cashCase',
    'cashExchange',
    'cashDifference',
    'cashDay',
    'locker',
  ]),
  /** Never personal data in clear; masked forms at most. */
  body: z.record(z.string(), z.json()),
});
export type Report = z.infer<typeof report>;

/** Under which an authority files a matter. */
const matterNumber = z.string().regex(/^[A-Z0-9]{4,32}$/);
const verificationToken = z.string().min(20);
const documentHolder = z.strictObject({ name: z.string().min(1), idNumber: z.string().min(15).max(18) });

const issued = z.strictObject({
  certificateNumber: z.string(),
  verificationCode: z.string(),
  /** Where a reader checks it; on the paper and on the slip as a QR code. */
  verificationUrl: z.url(),
  issuedAt: instant,
  /** This print is number `ordinal` of `limit` in this calendar month. */
  ordinal: z.int(),
  /** Null: as often as anybody likes. */
  limit: z.int().nullable(),
  pages: z.int().min(1),
  pdfBase64: z.base64(),
  /** Of the PDF bytes, lower-case hex. */
  sha256: z.string().length(64),
});

/** What is asked of a service item, and for whom. */
const serviceRequest = z.strictObject({
  itemCode: z.string().min(1).max(40),
  /** Null where the item asks nobody who they are (identity profile P0). */
  token: verificationToken.nullable(),
  /** Unified social credit code, where somebody acts for a company. */
  companyCode: z.string().length(18).nullable(),
  answers,
});
const serviceErrors = {
  ...unauthorized,
  ...authorityDown,
  ...verificationErrors,
  ITEM_UNKNOWN: { status: 404, message: 'the centre does not offer this item' },
  INPUT_INVALID: {
    status: 422,
    message: 'an answer is not what the item expects',
    data: z.strictObject({ problems: z.array(z.strictObject({ field: z.string(), problem: text })) }),
  },
  AGENT_NOT_AUTHORISED: { status: 403, message: 'this person may not act for this company' },
} as const;

/** Why somebody may not act for another person now. Each is a fact that can be put right, or another way is told. */
const principalRefusal = z.enum([
  /** The agent is under 18. */
  'agentMinor',
  /** The agent's own number. */
  'self',
  /** Only of a document: of a typed number it is `notRegistered`. */
  'unknown',
  'nameMismatch',
  'notRegistered',
  'deceased',
  'authorisationMissing',
  'authorisationExpired',
  'authorisationWithdrawn',
  /** What the register says is too old to go by. */
  'registerBehind',
  /** Under one token. */
  'tooMany',
]);
export type PrincipalRefusal = z.infer<typeof principalRefusal>;

const codeErrors = {
  CODE_UNKNOWN: { status: 404, message: 'no such code was given to anybody' },
  CODE_EXPIRED: { status: 410, message: 'the code is too old' },
  CODE_USED: { status: 409, message: 'the code was used already' },
} as const;

export const serverContract = {
  enrolment: {
    /** Trades a one-time code for a terminal id. Repeating it with the same key gives the same answer. */
    enrol: oc
      .route({ method: 'POST', path: '/v1/enrolments' })
      .errors({
        CODE_REFUSED: { status: 403, message: 'unknown, used or expired enrolment code' },
      })
      .input(
        z.strictObject({
          code: z.string().min(6),
          serialNumber: z.string().min(1),
          publicKey: z.strictObject({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: z.string() }),
        }),
      )
      .output(z.strictObject({ terminalId: uuid, number: z.string() })),
    /** RFC 7523 client authentication; the answer is an RFC 6749 access token response. */
    token: oc
      .route({ method: 'POST', path: '/v1/token' })
      .errors({ INVALID_CLIENT: { status: 401, message: 'the client assertion was refused' } })
      .input(
        z.strictObject({
          grant_type: z.literal('client_credentials'),
          client_assertion_type: z.literal('urn:ietf:params:oauth:client-assertion-type:jwt-bearer'),
          client_assertion: z.string(),
        }),
      )
      .output(
        z.strictObject({
          access_token: z.string(),
          token_type: z.literal('Bearer'),
          expires_in: z.int().positive(),
        }),
      ),
  },
  reporting: {
    /** Takes each number once. `acknowledgedThrough` is the highest number held without a gap. */
    submit: oc
      .route({ method: 'POST', path: '/v1/reports' })
      .errors({
        ...unauthorized,
        GAP: {
          status: 409,
          message: 'a report before this one is missing',
          data: z.strictObject({ expected: z.int() }),
        },
        CONFLICT: {
          status: 409,
          message: 'another report holds this number',
          data: z.strictObject({ sequence: z.int() }),
        },
      })
      .input(z.strictObject({ reports: z.array(report).min(1).max(100) }))
      .output(z.strictObject({ acknowledgedThrough: z.int() })),
    heartbeat: oc
      .route({ method: 'POST', path: '/v1/heartbeats' })
      .errors({ ...unauthorized })
      .input(
        z.strictObject({
          at: instant,
          softwareVersion: z.string(),
          /** Kind of the screen shown; tells whether somebody is being served. */
          screen: z.string(),
          limitations: z.array(limitation),
          devices: z.array(deviceSummary),
          openJobs: z.int().min(0),
          unsentReports: z.int().min(0),
          /** Null on a machine without cash. */
          cash: cashState.nullable().default(null),
        }),
      )
      .output(z.strictObject({ serverTime: instant })),
  },
  verification: {
    /** Sends a code to the phone number that the authority holds for this person. */
    start: oc
      .route({ method: 'POST', path: '/v1/verifications' })
      .errors({
        ...unauthorized,
        ...authorityDown,
        PERSON_UNKNOWN: { status: 404, message: 'the authority knows no such person' },
        NAME_MISMATCH: { status: 409, message: 'the authority has another name under this number' },
        PHONE_UNKNOWN: { status: 404, message: 'no phone number is registered for this person' },
        TOO_MANY: { status: 429, message: 'too many codes were sent to this person today' },
      })
      .input(
        z.strictObject({
          transactionId: uuid,
          method: z.literal('sms'),
          person: documentHolder,
        }),
      )
      .output(
        z.strictObject({
          verificationId: uuid,
          phoneMasked: z.string(),
          codeLength: z.int(),
          attempts: z.int(),
          expiresAt: instant,
          resendAfterSeconds: z.int(),
        }),
      ),
    check: oc
      .route({ method: 'POST', path: '/v1/verifications/{verificationId}/check' })
      .errors({
        ...unauthorized,
        WRONG_CODE: { status: 403, message: 'wrong code', data: z.strictObject({ attemptsLeft: z.int() }) },
        EXPIRED: { status: 410, message: 'the code is too old or was replaced' },
      })
      .input(z.strictObject({ verificationId: uuid, code: z.string().regex(/^\d{4,8}$/) }))
      /** The token speaks for this person in this transaction on this terminal, for ten minutes. */
      .output(z.strictObject({ token: verificationToken, expiresAt: instant })),
    /**
     * Whose electronic code this is. A code is used up by the first transaction that shows it; the same transaction
     * may ask again, for the answer may have been lost.
     */
    resolveCode: oc
      .route({ method: 'POST', path: '/v1/verifications/codes' })
      .errors({
        ...unauthorized,
        ...authorityDown,
        ...codeErrors,
      })
      .input(z.strictObject({ transactionId: uuid, code: z.string().min(8).max(512) }))
      .output(z.strictObject({ person: documentHolder })),
    /**
     * The photo that the authority has of this person, for one comparison on the terminal, which keeps it nowhere. Asked
     * for after the person agreed to it.
     */
    photo: oc
      .route({ method: 'POST', path: '/v1/verifications/photo' })
      .errors({
        ...unauthorized,
        ...authorityDown,
        PERSON_UNKNOWN: { status: 404, message: 'the authority knows no such person' },
        NAME_MISMATCH: { status: 409, message: 'the authority has another name under this number' },
        PHOTO_UNKNOWN: { status: 404, message: 'the authority has no photo of this person' },
      })
      .input(z.strictObject({ transactionId: uuid, person: documentHolder }))
      .output(z.strictObject({ photoBase64: z.base64().max(700_000) })),
    /**
     * The terminal is sure that it is this person: a member of staff confirmed it by PIN, or the face was compared on
     * the machine. Which of the two is kept beside the token.
     */
    attest: oc
      .route({ method: 'POST', path: '/v1/verifications/attested' })
      .errors({
        ...unauthorized,
        ...authorityDown,
        PERSON_UNKNOWN: { status: 404, message: 'the authority knows no such person' },
        NAME_MISMATCH: { status: 409, message: 'the authority has another name under this number' },
      })
      .input(
        z.strictObject({
          transactionId: uuid,
          /** `document`: the document alone; good only for items that ask for no second factor. */
          method: z.enum(['staff', 'face', 'document']),
          person: documentHolder,
        }),
      )
      .output(z.strictObject({ token: verificationToken, expiresAt: instant })),
  },
  socialSecurityCard: {
    /**
     * Sets the PIN of the social account, once per key: a change with the old PIN, a reset without one. What a PIN is
     * only the pad and the security module of the card system know. The token must be of somebody who was seen, by
     * staff or by the machine's comparison of the face.
     */
    setPin: oc
      .route({ method: 'POST', path: '/v1/social-security-card/pin' })
      .errors({
        ...unauthorized,
        ...authorityDown,
        ...verificationErrors,
        CARD_MISMATCH: { status: 409, message: 'the card is not of this person' },
        CARD_LOST: { status: 409, message: 'the card was reported lost, or is cancelled' },
        TO_PERSON: { status: 409, message: 'a person has to decide; nothing was written' },
        PIN_UNREADABLE: { status: 422, message: 'the security module cannot open the block' },
        PINS_DIFFER: { status: 422, message: 'the new PIN was typed in two ways' },
        PIN_WEAK: {
          status: 422,
          message: 'the new PIN is too easy to guess',
          data: z.strictObject({ why: weakPinReason }),
        },
        PIN_WRONG: {
          status: 403,
          message: 'the old PIN is wrong',
          data: z.strictObject({ triesLeft: z.int() }),
        },
        PIN_LOCKED: { status: 423, message: 'the PIN is locked; only a reset helps' },
        KEY_REUSED: { status: 409, message: 'this idempotency key was used for another request' },
        KEY_VOID: {
          status: 409,
          message: 'somebody asked what became of this key before it came; it counts for nothing now',
        },
      })
      .input(
        z.strictObject({
          idempotencyKey: uuid,
          token: verificationToken,
          cardNumber: z.string().min(4).max(20),
          /** ISO 9564-1 format 0, as the pad encrypted it. */
          blocks: z.strictObject({ old: z.base64().nullable(), next: z.base64(), repeat: z.base64() }),
        }),
      )
      .output(z.strictObject({ setAt: instant })),
    /**
     * What became of a PIN whose answer was lost. A key that was never heard of is void from now on, so that the answer
     * stays true. Only the terminal that asked may ask again.
     */
    pinByKey: oc
      .route({ method: 'GET', path: '/v1/social-security-card/pin/by-key/{idempotencyKey}' })
      .errors({ ...unauthorized, ...authorityDown })
      .input(z.strictObject({ idempotencyKey: uuid }))
      .output(
        z.discriminatedUnion('state', [
          z.strictObject({ state: z.literal('void') }),
          z.strictObject({ state: z.literal('set'), setAt: instant }),
        ]),
      ),
  },
  socialInsurance: {
    participation: oc
      .route({ method: 'POST', path: '/v1/social-insurance/participation' })
      .errors({
        ...unauthorized,
        ...authorityDown,
        ...verificationErrors,
        NOT_INSURED: { status: 404, message: 'this person is in no scheme here' },
      })
      .input(
        z.strictObject({ token: verificationToken, schemes: z.array(scheme).min(1), from: month, to: month }),
      )
      .output(participation),
    /** How many participation certificates this person printed in this calendar month. Changes nothing. */
    printCount: oc
      .route({ method: 'POST', path: '/v1/social-insurance/print-count' })
      .errors({ ...unauthorized, ...authorityDown, ...verificationErrors })
      .input(z.strictObject({ token: verificationToken }))
      .output(z.strictObject({ printed: z.int(), limit: z.int(), month })),
    /** Draws a number, counts one print and gives the PDF. Once per key, whatever happens to the answer. */
    issueCertificate: oc
      .route({ method: 'POST', path: '/v1/social-insurance/certificates' })
      .errors({
        ...unauthorized,
        ...authorityDown,
        ...verificationErrors,
        NOT_INSURED: { status: 404, message: 'this person is in no scheme here' },
        LIMIT_REACHED: {
          status: 409,
          message: 'no print is left this month',
          data: z.strictObject({ printed: z.int(), limit: z.int() }),
        },
        KEY_REUSED: { status: 409, message: 'this idempotency key was used for another request' },
      })
      .input(
        z.strictObject({
          idempotencyKey: uuid,
          token: verificationToken,
          schemes: z.array(scheme).min(1),
          from: month,
          to: month,
        }),
      )
      .output(issued),
  },
  /** Every item that is data: what is asked, found, drafted, issued and handed in. */
  services: {
    /** What the citizen may choose in a field whose options only the centre knows. */
    options: oc
      .route({ method: 'POST', path: '/v1/services/options' })
      .errors(serviceErrors)
      .input(serviceRequest.extend({ field: z.string().max(40) }))
      .output(
        z.discriminatedUnion('state', [
          z.strictObject({ state: z.literal('offered'), options: z.array(fieldOption).min(1).max(60) }),
          z.strictObject({ state: z.literal('refused'), outcome }),
        ]),
      ),
    /** For whom somebody may act: answers with the name, or refuses. */
    company: oc
      .route({ method: 'POST', path: '/v1/services/company' })
      .errors(serviceErrors)
      .input(z.strictObject({ token: verificationToken, companyCode: z.string().length(18) }))
      .output(z.strictObject({ name: z.string() })),
    /**
     * The same by the code of its electronic licence (电子营业执照), which the transaction of the token uses up. Whose
     * licence it is, is told only to somebody who may act for the company.
     */
    licence: oc
      .route({ method: 'POST', path: '/v1/services/licence' })
      .errors({ ...serviceErrors, ...codeErrors })
      .input(z.strictObject({ token: verificationToken, code: z.string().min(8).max(512) }))
      .output(z.strictObject({ companyCode: z.string().length(18), name: z.string() })),
    /**
     * Somebody acts for another person. What is granted is bound to the token, its transaction and this item: from then
     * on everything that is asked under the token is about the principal, until it is released. Nothing of the principal
     * is told before; of a number that was only typed not even whether it exists.
     */
    principal: oc
      .route({ method: 'POST', path: '/v1/services/principal' })
      .errors({
        ...serviceErrors,
        PRINCIPAL_NOT_ALLOWED: { status: 403, message: 'this item is not done for such a person, or not so' },
      })
      .input(
        z.strictObject({
          itemCode: z.string().min(1).max(40),
          token: verificationToken,
          relation,
          idNumber: z.string().min(15).max(18),
          /** As the document says; null where the number was typed. */
          name: z.string().min(1).max(100).nullable(),
        }),
      )
      .output(
        z.discriminatedUnion('state', [
          z.strictObject({
            state: z.literal('granted'),
            nameMasked: z.string(),
            idNumberMasked: z.string(),
            basis: principalBasis,
            /** Last day of the authorisation; null where there is none, or it has no end. */
            validUntil: z.iso.date().nullable(),
          }),
          z.strictObject({ state: z.literal('refused'), reason: principalRefusal }),
        ]),
      ),
    /** For themselves after all. Repeatable. */
    releasePrincipal: oc
      .route({ method: 'POST', path: '/v1/services/principal/release' })
      .errors({ ...unauthorized, ...verificationErrors })
      .input(z.strictObject({ token: verificationToken }))
      .output(z.strictObject({ released: z.boolean() })),
    /** Looks something up; changes nothing. */
    query: oc
      .route({ method: 'POST', path: '/v1/services/query' })
      .errors(serviceErrors)
      .input(serviceRequest)
      .output(
        z.discriminatedUnion('state', [
          z.strictObject({ state: z.literal('found'), sheet }),
          z.strictObject({ state: z.literal('refused'), outcome }),
        ]),
      ),
    /** The paper as it will be, masked; nothing is counted. */
    draft: oc
      .route({ method: 'POST', path: '/v1/services/draft' })
      .errors(serviceErrors)
      .input(serviceRequest)
      .output(
        z.discriminatedUnion('state', [
          z.strictObject({
            state: z.literal('drafted'),
            pages: z.array(paperPage).min(1).max(40),
            printed: z.int(),
            limit: z.int().nullable(),
            month,
          }),
          z.strictObject({ state: z.literal('refused'), outcome }),
        ]),
      ),
    /** Draws a number, counts one print and gives the PDF. Once per key, whatever happens to the answer. */
    issue: oc
      .route({ method: 'POST', path: '/v1/services/documents' })
      .errors({
        ...serviceErrors,
        LIMIT_REACHED: {
          status: 409,
          message: 'no print is left this month',
          data: z.strictObject({ printed: z.int(), limit: z.int() }),
        },
        NOTHING_FOUND: { status: 404, message: 'nothing is on record any more' },
        KEY_REUSED: { status: 409, message: 'this idempotency key was used for another request' },
      })
      .input(serviceRequest.extend({ idempotencyKey: uuid }))
      .output(issued),
    /** What became of an issue whose answer was lost. Only the terminal that asked may ask again. */
    documentByKey: oc
      .route({ method: 'GET', path: '/v1/services/documents/by-key/{idempotencyKey}' })
      .errors({ ...unauthorized, ...authorityDown })
      .input(z.strictObject({ idempotencyKey: uuid }))
      .output(
        z.discriminatedUnion('state', [
          z.strictObject({ state: z.literal('absent') }),
          z.strictObject({ state: z.literal('issued'), certificate: issued }),
          z.strictObject({ state: z.literal('void'), certificateNumber: z.string() }),
        ]),
      ),
    /** A spoiled certificate: its number fails verification from now on and its print is not counted. */
    voidDocument: oc
      .route({ method: 'POST', path: '/v1/services/documents/void' })
      .errors({
        ...unauthorized,
        ...authorityDown,
        NOT_FOUND: { status: 404, message: 'no certificate under this key' },
      })
      .input(z.strictObject({ idempotencyKey: uuid, reason: z.enum(['spoiled', 'notPrinted']) }))
      .output(z.strictObject({ certificateNumber: z.string() })),
    /** Hands a matter in: once per key, however often it is asked. */
    submit: oc
      .route({ method: 'POST', path: '/v1/services/submissions' })
      .errors({
        ...serviceErrors,
        KEY_REUSED: { status: 409, message: 'this idempotency key was used for another request' },
        KEY_VOID: {
          status: 409,
          message: 'it was asked what became of this key, and the answer was: nothing',
        },
        PAPERS_MISSING: {
          status: 422,
          message: 'papers that are neither given nor promised; what was given may have grown too old',
          data: z.strictObject({ materials: z.array(z.string()) }),
        },
      })
      .input(
        serviceRequest.extend({
          idempotencyKey: uuid,
          /** Papers that may follow, which the citizen signed to bring. */
          promises: z.array(z.string().max(40)).max(10),
          papers: z.array(givenPaper).max(10).default([]),
        }),
      )
      .output(outcome),
    /** Papers of this person's matters that are ready to be fetched, and where: at a counter, or in a cabinet. */
    readyPapers: oc
      .route({ method: 'POST', path: '/v1/services/ready-papers' })
      .errors(serviceErrors)
      .input(serviceRequest)
      .output(
        z.strictObject({
          papers: z.array(z.strictObject({ number: matterNumber, itemName: text, place: text })).max(200),
        }),
      ),
    /** Whether a paper may be laid into a cabinet: by the number of its matter, for staff. Nothing of a person is told. */
    readyPaper: oc
      .route({ method: 'POST', path: '/v1/services/ready-paper' })
      .errors({
        ...unauthorized,
        ...authorityDown,
        NOT_READY: { status: 404, message: 'no matter of this number has a paper that is ready' },
        ELSEWHERE: { status: 409, message: 'this paper lies in a cabinet already, or was fetched' },
      })
      .input(z.strictObject({ number: matterNumber }))
      .output(z.strictObject({ itemName: text })),
    /** What became of a key. One that was never heard of is void from now on, so that the answer stays true. */
    submissionByKey: oc
      .route({ method: 'POST', path: '/v1/services/submissions/by-key' })
      .errors({ ...unauthorized, ...authorityDown })
      .input(z.strictObject({ idempotencyKey: uuid }))
      .output(
        z.discriminatedUnion('state', [
          z.strictObject({ state: z.literal('taken'), outcome }),
          z.strictObject({ state: z.literal('void') }),
        ]),
      ),
  },
  papers: {
    /** Which papers of this item exist as an e-licence of this person, or of the company. Changes nothing. */
    licences: oc
      .route({ method: 'POST', path: '/v1/papers/licences' })
      .errors({
        ...unauthorized,
        ...authorityDown,
        ...verificationErrors,
        ITEM_UNKNOWN: serviceErrors.ITEM_UNKNOWN,
        AGENT_NOT_AUTHORISED: serviceErrors.AGENT_NOT_AUTHORISED,
      })
      .input(serviceRequest.pick({ itemCode: true, companyCode: true }).extend({ token: verificationToken }))
      .output(z.strictObject({ licences: z.array(licence).max(60) })),
    /**
     * Begins to take one paper down. From a phone: `link` is good for one phone, for this paper, until `expiresAt`. What
     * is taken and not handed in is erased within a minute of the end of the transaction, or after an hour.
     */
    begin: oc
      .route({ method: 'POST', path: '/v1/papers' })
      .errors({
        ...unauthorized,
        ...verificationErrors,
        ITEM_UNKNOWN: serviceErrors.ITEM_UNKNOWN,
        TOO_MANY: { status: 429, message: 'too many papers were begun in this transaction' },
      })
      .input(
        z.strictObject({
          token: verificationToken,
          itemCode: z.string().min(1).max(40),
          materialId: z.string().max(40),
          by: z.enum(['phone', 'scan']),
        }),
      )
      .output(z.strictObject({ paperId: uuid, link: z.url().nullable(), expiresAt: instant })),
    /** A page that the camera of the terminal took: at most `mostPageBytes`, in a call of at most `largestPageCall`. */
    addPage: oc
      .route({ method: 'POST', path: '/v1/papers/pages' })
      .errors({
        ...unauthorized,
        PAPER_OVER: { status: 410, message: 'this paper is not being taken down any more' },
        PAGE_REFUSED: {
          status: 422,
          message: 'this is no page',
          data: z.strictObject({ why: pageProblem }),
        },
      })
      .input(z.strictObject({ paperId: uuid, base64: z.base64() }))
      .output(z.strictObject({ pages: z.int().min(1) })),
    state: oc
      .route({ method: 'GET', path: '/v1/papers/{paperId}' })
      .errors({ ...unauthorized })
      .input(z.strictObject({ paperId: uuid }))
      .output(z.strictObject({ state: paperState, pages: z.array(paperPageSummary) })),
    /** One picture as it was taken down, at most `mostPageBytes`, for the citizen at this terminal to look at. A PDF is not drawn. */
    page: oc
      .route({ method: 'GET', path: '/v1/papers/{paperId}/pages/{index}' })
      .errors({
        ...unauthorized,
        PAPER_OVER: { status: 410, message: 'there is no such page any more' },
        NOT_A_PICTURE: { status: 415, message: 'this page is a file that a terminal does not draw' },
      })
      .input(z.strictObject({ paperId: uuid, index: z.coerce.number().int().min(0) }))
      .output(
        z.strictObject({
          kind: pageKind.exclude(['pdf']),
          base64: z.base64().max(base64Length(mostPageBytes)),
        }),
      ),
    /** The citizen does not want it: nothing is kept. Repeatable. */
    discard: oc
      .route({ method: 'POST', path: '/v1/papers/discard' })
      .errors({ ...unauthorized })
      .input(z.strictObject({ paperId: uuid }))
      .output(z.strictObject({ discarded: z.boolean() })),
  },
  payments: {
    /** What the person of the token may pay under this item. Kept for a day, so that a payment needs no token. */
    assess: oc
      .route({ method: 'POST', path: '/v1/payments/assessments' })
      .errors({
        ...unauthorized,
        ...authorityDown,
        ...verificationErrors,
        NOTHING_DUE: { status: 404, message: 'nothing is to be paid under this item' },
        AGENT_NOT_AUTHORISED: { status: 403, message: 'this person may not act for this company' },
      })
      .input(
        z.strictObject({
          token: verificationToken,
          itemCode: z.string().min(1),
          /** Where somebody pays for a company that they may act for. */
          companyCode: z.string().length(18).nullable().default(null),
        }),
      )
      .output(z.strictObject({ assessmentId: uuid, bills: z.array(bill).min(1) })),
    /** Books the payment once per key, however often it is asked. The parts add up to the charges. */
    post: oc
      .route({ method: 'POST', path: '/v1/payments' })
      .errors({
        ...unauthorized,
        NOT_FOUND: { status: 404, message: 'no such assessment of this terminal' },
        INVALID_CHARGES: {
          status: 422,
          message: 'the charges are none of the assessment, or the parts do not add up',
        },
        ALREADY_PAID: { status: 409, message: 'one of these was paid already' },
        ORDER_UNPAID: { status: 409, message: 'an order of this payment was not paid, and will not be' },
        KEY_REUSED: { status: 409, message: 'this idempotency key was used for another request' },
        KEY_VOID: {
          status: 409,
          message: 'it was asked what became of this key, and the answer was: nothing',
        },
      })
      .input(
        z.strictObject({
          idempotencyKey: uuid,
          assessmentId: uuid,
          charges: z.array(charge).min(1).max(12),
          parts: z.array(paymentPart).min(1).max(4),
        }),
      )
      .output(paymentState),
    /** What became of a key. One that was never heard of is void from now on, so that the answer stays true. */
    byKey: oc
      .route({ method: 'POST', path: '/v1/payments/by-key' })
      .errors({ ...unauthorized })
      .input(z.strictObject({ idempotencyKey: uuid }))
      .output(paymentState),
    /** An order at the payment channel, once per key: what the code on the screen says, and until when. */
    createOrder: oc
      .route({ method: 'POST', path: '/v1/payments/orders' })
      .errors({
        ...unauthorized,
        ...authorityDown,
        NOT_FOUND: { status: 404, message: 'no such assessment of this terminal' },
        KEY_REUSED: { status: 409, message: 'this key was used for another order, or was cancelled' },
      })
      .input(z.strictObject({ orderKey: uuid, assessmentId: uuid, amount: z.int().positive() }))
      .output(z.strictObject({ orderNumber: z.string(), code: z.string(), expiresAt: instant })),
    order: oc
      .route({ method: 'GET', path: '/v1/payments/orders/{orderKey}' })
      .errors({ ...unauthorized, ...authorityDown, NOT_FOUND: { status: 404, message: 'no such order' } })
      .input(z.strictObject({ orderKey: uuid }))
      .output(z.strictObject({ state: orderState })),
    /** Closes an order that was not paid; `paid` where the phone was quicker. An unknown key stays unusable. */
    cancelOrder: oc
      .route({ method: 'POST', path: '/v1/payments/orders/cancel' })
      .errors({ ...unauthorized, ...authorityDown })
      .input(z.strictObject({ orderKey: uuid }))
      .output(z.strictObject({ state: orderState })),
    /** Gives the money of a paid order back. Repeatable. */
    refundOrder: oc
      .route({ method: 'POST', path: '/v1/payments/orders/refund' })
      .errors({
        ...unauthorized,
        ...authorityDown,
        NOT_FOUND: { status: 404, message: 'no such order' },
        ALREADY_POSTED: { status: 409, message: 'the payment of this order is booked' },
      })
      .input(z.strictObject({ orderKey: uuid }))
      .output(z.strictObject({ state: orderState })),
  },
};
