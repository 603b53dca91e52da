import type { Sensitive } from '../../../../src-shared/sensitive.ts';
import type { IdentityDocument, ScreenOf } from '../../../../src-shared/view.ts';

export type IdentifyProblem = NonNullable<ScreenOf<'identify'>['problem']>;

/** Who the document says that somebody is. */
export interface Identified {
  readonly document: IdentityDocument;
  readonly name: Sensitive<string>;
  readonly idNumber: Sensitive<string>;
  /** Of a social security card. */
  readonly cardNumber?: Sensitive<string>;
  /** Of an identity card, where this site can read it. */
  readonly photo?: Sensitive<Uint8Array>;
  /** For the journal: `resident`, `electronicCode` ... */
  readonly kind: string;
}

export type WayAnswer =
  | { readonly kind: 'identified'; readonly person: Identified }
  | { readonly kind: 'problem'; readonly problem: IdentifyProblem }
  /** Nobody showed anything in time. */
  | { readonly kind: 'nothing' }
  /** The line was lost, or the unit is silent: the status tells. */
  | { readonly kind: 'lost' };

/** One way to say who somebody is: a reader, and what it makes of a document. */
export interface IdentityWay {
  readonly document: IdentityDocument;
  readonly ready: () => boolean;
  /** Told of every change of the reader. */
  readonly onChanged: (listener: () => void) => () => void;
  /** Waits for a document. `onReading`: one is being read. Ends soon after `signal` aborts. */
  readonly read: (signal: AbortSignal, onReading: () => void) => Promise<WayAnswer>;
  /** After something wrong: resolves when the reader may be asked again, for it would read the same for ever. */
  readonly afterProblem: (signal: AbortSignal) => Promise<void>;
}

/** Long enough to read a sentence. */
export const pauseMs = 1_500;

/** A reader asks again by itself; this is only how often its loop wakes up. */
export const readTimeoutMs = 30_000;

export const works = (device: string) => device === 'online' || device === 'deviceBusy';
