import type { IdentityDocument } from '../view.ts';
import type { Item, StepKind, StepOf } from './item.ts';
import type { RelationRule } from './principal.ts';

/** What the machine needs for an item. */
export const moduleNames = [
  'identityCardReader',
  'documentPrinter',
  'receiptPrinter',
  'cashRecycler',
  'barcodeReader',
  'cardReader',
  'pinPad',
  /** Somebody at hand who confirms who a citizen is. */
  'staff',
] as const;
export type Module = (typeof moduleNames)[number];

/** By what each document is read. */
const readerOf = {
  identityCard: 'identityCardReader',
  electronicCode: 'barcodeReader',
  socialSecurityCard: 'cardReader',
} as const satisfies Record<IdentityDocument, Module>;

/**
 * The first required module that is not there; null when all are. Whoever may show another document does not miss the
 * reader of identity cards.
 */
export function lackingModule(item: Item, has: (module: Module) => boolean): Module | null {
  const documents = item.steps.flatMap((one) => (one.kind === 'identify' ? one.documents : []));
  const identified = documents.some((document) => has(readerOf[document]));
  const lacking = item.modules.required.find(
    (required) => !has(required) && !(required === 'identityCardReader' && identified),
  );
  return lacking ?? null;
}

/** Every question of an item, in the order in which they come. */
export function fieldsOf(of: Item): StepOf<'form'>['fields'] {
  return of.steps.flatMap((one) => (one.kind === 'form' ? one.fields : []));
}

/** For whom an item may be done, and on what terms; empty where everybody does it for themselves. */
export function relationRulesOf(of: Item): readonly RelationRule[] {
  return of.steps.flatMap((one) => (one.kind === 'principal' ? one.relations : []));
}

/** The step of a kind with its settings. Asking for a step that the item has not got is a bug. */
export function stepOf<K extends StepKind>(of: Item, kind: K): StepOf<K> {
  const found = of.steps.find((candidate): candidate is StepOf<K> => candidate.kind === kind);
  if (found === undefined) throw new Error(`item ${of.code} has no step ${kind}`);
  return found;
}
