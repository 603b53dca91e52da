/**
 * The electronic journal: what happened on this terminal, in order, hash-chained and signed. It says what and
 * when, never who: no personal data, not even masked.
 */
export type JournalEvent =
  | {
      readonly type: 'terminalStarted';
      readonly softwareVersion: string;
      readonly configurationVersion: string;
    }
  | { readonly type: 'terminalStopped' }
  | { readonly type: 'terminalEnrolled'; readonly terminalId: string }
  | { readonly type: 'rendererLost'; readonly reason: string }
  /** The centre takes no more reports: it misses earlier ones (`gap`) or holds another under this number. */
  | { readonly type: 'reportsRefused'; readonly reason: 'gap' | 'conflict'; readonly sequence: number }
  | {
      readonly type: 'transactionStarted';
      readonly transactionId: string;
      readonly trace: string;
      readonly itemCode: string;
    }
  | { readonly type: 'stepEntered'; readonly transactionId: string; readonly step: string }
  | {
      readonly type: 'stepRefused';
      readonly transactionId: string;
      readonly step: string;
      readonly reason: string;
    }
  | { readonly type: 'consentGiven'; readonly transactionId: string; readonly noticeVersion: string }
  | {
      readonly type: 'identityRead';
      readonly transactionId: string;
      /** Kind of the card, `electronicCode`, `socialSecurityCard`, or `businessLicence` of a company. */
      readonly document: string;
    }
  /** By the PIN of a member of staff, who had looked at the person and at the document. */
  | { readonly type: 'personConfirmedByStaff'; readonly transactionId: string }
  | { readonly type: 'faceConsentGiven'; readonly transactionId: string }
  /** `reason`: as the program of the site, or the centre, says. */
  | { readonly type: 'cardPhotoNotRead'; readonly transactionId: string; readonly reason: string }
  | { readonly type: 'noFacePhoto'; readonly transactionId: string; readonly reason: string }
  | {
      readonly type: 'faceCompared';
      readonly transactionId: string;
      readonly passed: boolean;
      readonly problem: string | null;
      readonly model: string;
      readonly band: string | null;
    }
  /** The camera that looks at papers gave none. */
  | { readonly type: 'paperNotTaken'; readonly transactionId: string; readonly reason: string }
  /** The person at the machine acts for somebody else; by which register or authorisation, the centre knows. */
  | {
      readonly type: 'principalGranted';
      readonly transactionId: string;
      readonly relation: string;
      readonly basis: string;
    }
  | { readonly type: 'secondFactorPassed'; readonly transactionId: string; readonly method: string }
  | {
      readonly type: 'intent';
      readonly intentId: string;
      readonly transactionId: string;
      readonly step: string;
      readonly effect: string;
      readonly target: string;
    }
  | {
      readonly type: 'outcome';
      readonly intentId: string;
      readonly transactionId: string;
      readonly step: string;
      readonly outcome: string;
      readonly evidence: readonly string[];
    }
  | {
      readonly type: 'certificateIssued';
      readonly transactionId: string;
      readonly certificateNumber: string;
      readonly ordinal: number;
      /** Null: as often as anybody likes. */
      readonly limit: number | null;
    }
  /** Handed in; `number` is what the authority files it under. */
  | {
      readonly type: 'submitted';
      readonly transactionId: string;
      readonly number: string | null;
      readonly outcome: string;
    }
  /** Money that is owed and was not paid here. Its code stands on the slip alone. */
  | { readonly type: 'cashClaimOpened'; readonly transactionId: string; readonly amount: number }
  | {
      readonly type: 'cashCaseOpened';
      readonly caseId: string;
      readonly transactionId: string | null;
      readonly device: string;
      /** Fen in question. */
      readonly amount: number;
      readonly evidence: readonly string[];
    }
  /** Given back by the unit at once; `counterfeit` where it says so. */
  | { readonly type: 'noteRefused'; readonly device: string; readonly reason: string }
  | { readonly type: 'cashFraudAttempt'; readonly device: string }
  /** Booked by the authority, or taken down by the centre (`waiting`). Fen. */
  | {
      readonly type: 'paymentEnded';
      readonly transactionId: string;
      readonly outcome: 'posted' | 'waiting' | 'refunded' | 'refused';
      readonly cash: number;
      readonly code: number;
    }
  /** What lay in a unit when this terminal first saw it. */
  | { readonly type: 'cashTakenOver'; readonly place: string; readonly amount: number }
  | { readonly type: 'cashClaimSettled'; readonly transactionId: string; readonly amount: number }
  | { readonly type: 'cashCaseClosed'; readonly caseId: string; readonly finding: string }
  /** In the register. Long is positive, short is negative, fen. */
  | {
      readonly type: 'cashDifferenceOpened';
      readonly number: number;
      readonly place: string;
      readonly amount: number;
      readonly by: string;
    }
  | {
      readonly type: 'cashDifferenceClosed';
      readonly number: number;
      readonly state: string;
      readonly finding: string;
      readonly by: string;
    }
  /** Balanced and told to the centre. */
  | { readonly type: 'cashDayClosed'; readonly day: string; readonly closing: number }
  /** From here to its completion no cash moves for a citizen. */
  | { readonly type: 'cashExchangeStarted'; readonly by: string }
  | { readonly type: 'cashExchangeCompleted'; readonly by: string }
  /** A cassette was taken out of the machine, or put in. */
  | { readonly type: 'cashUnitRemoved' | 'cashUnitInserted'; readonly place: string }
  /** Loaded (positive) or collected by hand, fen. */
  | {
      readonly type: 'cashExchanged';
      readonly place: string;
      readonly difference: number;
      readonly by: string;
    }
  /** Counted by hand. `difference`: fen too many, or too few when negative. */
  | {
      readonly type: 'cashCounted';
      readonly place: string;
      readonly difference: number;
      readonly by: string;
    }
  /** No mix of what the units hold makes it. `nearest`: what could have been paid, fen. */
  | {
      readonly type: 'cashNotDispensable';
      readonly transactionId: string;
      readonly amount: number;
      readonly nearest: number;
    }
  | {
      readonly type: 'cashInEnded';
      readonly transactionId: string;
      readonly status: string;
      /** Fen that the authority was paid. */
      readonly paid: number;
    }
  /** A paper in the certificate cabinet: `loading` and `removing` before the door is opened for staff. */
  | {
      readonly type: 'lockerPaper';
      readonly matter: string;
      readonly compartment: number;
      readonly state: string;
      readonly by: string;
      readonly evidence: readonly string[];
    }
  | { readonly type: 'rated'; readonly transactionId: string; readonly level: string }
  /** Reminded, and it is still in the reader. */
  | { readonly type: 'cardLeft'; readonly transactionId: string; readonly device: string }
  | { readonly type: 'transactionEnded'; readonly transactionId: string; readonly result: string }
  | { readonly type: 'jobOpened'; readonly transactionId: string; readonly state: string }
  | {
      readonly type: 'jobClosed';
      readonly transactionId: string;
      readonly resolution: string;
      readonly by: string;
    }
  | {
      readonly type: 'deviceStatus';
      readonly device: string;
      readonly status: string;
      readonly reasons: readonly string[];
    }
  /** Tried for a device that did not get well by itself; written before it is done. */
  | {
      readonly type: 'deviceRecovery';
      readonly device: string;
      readonly step: string;
      readonly reasons: readonly string[];
    }
  | { readonly type: 'selfTested'; readonly devices: number; readonly failed: readonly string[] }
  | { readonly type: 'retractBinEmptied'; readonly device: string }
  | { readonly type: 'assistanceCalled'; readonly transactionId: string | null }
  | { readonly type: 'staffSignedIn' }
  | { readonly type: 'staffRefused' }
  /** Signs everything up to here with the terminal's Ed25519 key. */
  | {
      readonly type: 'checkpoint';
      readonly through: number;
      readonly hash: string;
      readonly signature: string;
      readonly publicKey: string;
    };

export interface JournalRecord {
  /** 1, 2, 3 ... */
  readonly sequence: number;
  /** ISO 8601. */
  readonly at: string;
  readonly event: JournalEvent;
  /** SHA-256, hex, of the record before; 64 zeros for the first. */
  readonly previousHash: string;
  /** SHA-256, hex, of `previousHash \n sequence \n at \n canonical JSON of event`. */
  readonly hash: string;
}
