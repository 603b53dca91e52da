import { create } from 'zustand';
import type { Scheme } from '../src-shared/certificate/participation.ts';
import type { Charge } from '../src-shared/contract/payments.ts';
import type { Answer } from '../src-shared/service/field.ts';
import type { View } from '../src-shared/view.ts';

/**
 * All that the renderer holds: the last view, and what is being typed. What is typed belongs to one visit of
 * one screen and is forgotten with it, so that it can never meet the next person.
 */

export interface Typed {
  /** Digits of the text message code or of the staff PIN. */
  readonly digits: string;
  /** What is searched for; null while nobody searches. */
  readonly query: string | null;
  readonly schemes: readonly Scheme[] | null;
  readonly months: number | null;
  readonly charges: readonly Charge[] | null;
  /** An answer on its way: what is chosen, or the characters typed so far. */
  readonly answer: Answer | null;
}

const nothingTyped: Typed = {
  digits: '',
  query: null,
  schemes: null,
  months: null,
  charges: null,
  answer: null,
};

/** Until the terminal has said anything: it starts, and whatever this is, it is no real document. */
const starting: View = {
  revision: -1,
  screenId: 'screen-0',
  language: 'zh',
  largeText: false,
  highContrast: false,
  terminal: { number: '', place: { zh: '\u00a0', en: '\u00a0' }, hotline: '' },
  specimen: true,
  trail: null,
  principal: null,
  canGoBack: false,
  canLeave: false,
  deadline: null,
  idleWarning: null,
  assistanceCalledAt: null,
  screen: { kind: 'starting' },
};

interface TerminalStore {
  /** Null when a terminal that was there is lost. */
  readonly view: View | null;
  readonly typed: Typed;
  /** A view from the terminal; one older than the view held is dropped. */
  receive(view: View): void;
  /** The terminal is gone: hold nothing of anybody until it is back. */
  lose(): void;
  type(part: Partial<Typed>): void;
}

export const useTerminalStore = create<TerminalStore>((set) => ({
  view: starting,
  typed: nothingTyped,
  receive: (view) =>
    set((state) => {
      if (state.view !== null && view.revision < state.view.revision) return state;
      return { view, typed: state.view?.screenId === view.screenId ? state.typed : nothingTyped };
    }),
  lose: () => set({ view: null, typed: nothingTyped }),
  type: (part) => set((state) => ({ typed: { ...state.typed, ...part } })),
}));
