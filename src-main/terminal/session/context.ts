import type { BarcodeReader } from '../../../devices/contract/barcode-reader.ts';
import type { Camera } from '../../../devices/contract/camera.ts';
import type { CardReader } from '../../../devices/contract/card-reader.ts';
import type { CashRecycler } from '../../../devices/contract/cash-acceptor.ts';
import type { CashDispenser } from '../../../devices/contract/cash-dispenser.ts';
import type { DocumentPrinter } from '../../../devices/contract/document-printer.ts';
import type { IdentityCardReader } from '../../../devices/contract/identity-card-reader.ts';
import type { Locker } from '../../../devices/contract/locker.ts';
import type { PinPad } from '../../../devices/contract/pin-pad.ts';
import type { ReceiptPrinter } from '../../../devices/contract/receipt-printer.ts';
import type { SelfTestReport } from '../../../devices/manager/self-test.ts';
import type { Participation } from '../../../src-shared/certificate/participation.ts';
import type { Clock } from '../../../src-shared/clock.ts';
import type { GivenPaper, Licence } from '../../../src-shared/contract/papers.ts';
import type { Charge } from '../../../src-shared/contract/payments.ts';
import type { Sensitive } from '../../../src-shared/sensitive.ts';
import type { Answers, FieldOption } from '../../../src-shared/service/field.ts';
import type { Item, StepKind, StepOf } from '../../../src-shared/service/item.ts';
import type { Outcome } from '../../../src-shared/service/outcome.ts';
import type { Sheet } from '../../../src-shared/service/sheet.ts';
import type { Text } from '../../../src-shared/text.ts';
import type {
  DeviceSummary,
  IdentityDocument,
  PaymentLine,
  PrincipalShown,
  ScreenOf,
  View,
} from '../../../src-shared/view.ts';
import type { DayEnd } from '../cash/business-day.ts';
import type { FaceCheck } from '../face/face-check.ts';
import type { PinGuard } from '../staff/pin-guard.ts';
import type { CashClaim, Store, TransactionRecord, TransactionResult } from '../store/store.ts';
import type { Centre, Range } from './centre.ts';
import type { Conversation } from './conversation.ts';

/** The peripherals that this terminal has; undefined where it has none of a class. */
export interface Devices {
  readonly identityCardReader: IdentityCardReader | undefined;
  readonly documentPrinter: DocumentPrinter | undefined;
  readonly receiptPrinter: ReceiptPrinter | undefined;
  readonly cashRecycler: CashRecycler | undefined;
  /** What pays out besides it. */
  readonly cashDispensers: readonly CashDispenser[];
  readonly barcodeReader: BarcodeReader | undefined;
  readonly cardReader: CardReader | undefined;
  readonly pinPad: PinPad | undefined;
  /** The cabinet from which papers are fetched. */
  readonly locker: Locker | undefined;
  summaries(): DeviceSummary[];
  onChanged(listener: () => void): () => void;
  /** Asks every device how it is; moves nothing. */
  selfTest(): Promise<SelfTestReport[]>;
}

/** What a session needs of the terminal around it. All of it is passed in, time and chance included. */
export interface Surroundings {
  readonly clock: Clock;
  readonly store: Store;
  readonly devices: Devices;
  readonly centre: Centre;
  readonly terminal: View['terminal'];
  readonly configurationVersion: string;
  readonly specimen: true;
  /** RFC 9562 version 4. */
  readonly randomUUID: () => string;
  /** A code for a claim slip that nobody can guess, and that can be read aloud. */
  readonly claimCode: () => string;
  /** Face values that this terminal takes, fen. */
  readonly notes: readonly number[];
  /** When a business day of this terminal ends. */
  readonly dayEnds: DayEnd;
  /** Staff are at hand who confirm by their PIN that somebody is who the document says; null where nobody is. */
  readonly staffAtHand: PinGuard | null;
  /** Faces are compared here; null where the configuration does not say so. */
  readonly face: FaceCheck | null;
  /** Looks at the paper that lies on this machine; null where it has none. */
  readonly documentCamera: Camera | null;
  /** Seconds that a sheet usually takes, for the waiting screen. */
  readonly usualSecondsPerSheet: number;
  /** Reports were queued: send them now. */
  readonly wakeUplink: () => void;
}

/** What is known of the citizen in this transaction. Dies with the session. */
export interface Person {
  readonly document: IdentityDocument;
  readonly name: Sensitive<string>;
  readonly idNumber: Sensitive<string>;
  /** As it lies on the card, where this site can read it; overwritten at the end. */
  readonly photo: Sensitive<Uint8Array> | null;
  /** Speaks for this person at the centre, once the second factor was passed. */
  token: string | null;
}

/** One item, one citizen, from the first step to the last. */
export interface ItemContext extends Surroundings {
  readonly conversation: Conversation;
  readonly item: Item;
  readonly transaction: TransactionRecord;
  /** What the steps found out so far. */
  readonly found: {
    person: Person | null;
    range: Range | null;
    participation: Participation | null;
    /** Whose matter it is, where that is somebody else; what the centre lets be known of them. */
    principal: PrincipalShown | null;
    /** The centre may hold a principal for this token, whatever came back. */
    principalAsked: boolean;
    /** What the principal was known by, and has to be taken away again. */
    principalDocument: IdentityDocument | null;
    /** For whom the person acts. */
    company: { readonly code: string; readonly name: string } | null;
    /** By the id of the field. */
    answers: Answers;
    /** What the centre offered, by the id of the field. */
    readonly offered: Map<string, readonly FieldOption[]>;
    /** Answers that the centre did not take, and why. */
    refusedAnswers: ReadonlyMap<string, Text>;
    /** Comparisons of the face that did not succeed. */
    faceTries: number;
    /** Codes that were no open claim here. */
    claimTries: number;
    /** Papers that the citizen signed to bring later. */
    promises: readonly string[];
    /** Papers that were given, by the id of the material; what the citizen looked at and took. */
    readonly papers: Map<string, GivenPaper & { readonly pages: number }>;
    /** E-licences that the platform keeps for this matter; null where it was not asked or did not answer. */
    licences: readonly Licence[] | null;
    sheet: Sheet | null;
    /** The citizen wants a slip of what was found. */
    slipWanted: boolean;
    outcome: Outcome | null;
    /** Prints of this document in this month, as the centre counts. */
    prints: { readonly printed: number; readonly limit: number | null; readonly month: string } | null;
    previewPages: number;
    /** The certificate in the citizen's hand, or about to be. */
    certificate: { certificateNumber: string; verificationUrl: string; pages: number } | null;
    /** The certificate came out, as the printer says. */
    printed: boolean;
    receiptPrinted: boolean;
    /** The social security card in its slot, for an item that is about the card. */
    card: InsertedCard | null;
    /** When the PIN of that card was set, ISO 8601. */
    pinSetAt: string | null;
    /** Papers that were taken out of the cabinet. */
    readonly collected: CollectedPaper[];
    bills: Bills | null;
    payment: Payment | null;
  };
}

/** A paper that the citizen has taken out of the cabinet. */
export interface CollectedPaper {
  /** Of its matter. */
  readonly number: string;
  readonly itemName: Text;
  readonly compartment: number;
}

export interface InsertedCard {
  readonly number: Sensitive<string>;
  readonly name: Sensitive<string>;
  readonly idNumber: Sensitive<string>;
}

/** What the citizen chose to pay, out of what was assessed. */
export interface Bills {
  readonly assessmentId: string;
  readonly charges: readonly Charge[];
  readonly lines: readonly PaymentLine[];
  /** Fen. */
  readonly due: number;
}

/** How a payment ended. Fen. */
export interface Payment {
  readonly outcome: ScreenOf<'paymentResult'>['outcome'];
  readonly cash: number;
  readonly code: number;
  readonly orderNumber: string | null;
  readonly receiptNumber: string | null;
  readonly repaid: number;
  readonly claim: CashClaim | null;
  /** Fen of which nobody knows yet whether they came out. */
  readonly open: number;
}

/** How a step is come to, and whether the one before it can be come back to. */
export interface Arrival {
  readonly cameBack: boolean;
  readonly mayGoBack: boolean;
}

/**
 * Where to go after a step: on, one step back, to an earlier step again (a token grew too old), or to the end.
 */
export type StepResult =
  | 'next'
  | 'back'
  | { readonly redo: StepKind }
  | { readonly end: TransactionResult; readonly reason: string };

export type Step<K extends StepKind> = (
  context: ItemContext,
  settings: StepOf<K>,
  arrival: Arrival,
) => Promise<StepResult>;
