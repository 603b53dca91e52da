import type { Clock } from '../../../src-shared/clock.ts';
import type { Language } from '../../../src-shared/text.ts';
import type { Act, Screen, View } from '../../../src-shared/view.ts';
import type { TrailStep } from '../../../src-shared/visit.ts';

/** What is put before the citizen: a screen and the frame around it. */
export interface Presentation {
  readonly screen: Screen;
  readonly trail: { steps: TrailStep[]; current: number } | null;
  readonly principal: View['principal'];
  readonly canGoBack: boolean;
  readonly canLeave: boolean;
}

export interface StageOptions {
  readonly clock: Clock;
  readonly terminal: View['terminal'];
  readonly specimen: boolean;
  /** Called when the citizen asks for a person. */
  readonly onAssistance: () => void;
}

/**
 * The one view of this terminal. Main owns it, any number of renderers draw it.
 *
 * Each presentation has a screen id of its own, and an act must quote it: a second tap on a button whose screen
 * is gone does nothing.
 */
export class Stage {
  readonly #options: StageOptions;
  readonly #listeners = new Set<(view: View) => void>();
  #view: View;
  #presented = 0;
  #receive: (act: Act) => boolean = () => false;

  constructor(options: StageOptions) {
    this.#options = options;
    this.#view = {
      revision: 0,
      screenId: 'screen-0',
      language: 'zh',
      largeText: false,
      highContrast: false,
      terminal: options.terminal,
      specimen: options.specimen,
      trail: null,
      principal: null,
      canGoBack: false,
      canLeave: false,
      deadline: null,
      idleWarning: null,
      assistanceCalledAt: null,
      screen: { kind: 'starting' },
    };
  }

  get view(): View {
    return this.#view;
  }

  onView(listener: (view: View) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Shows a screen as a new visit. `receive` answers whether it took the act. */
  present(presentation: Presentation, receive: (act: Act) => boolean): void {
    this.#receive = receive;
    this.#presented += 1;
    this.#publish({
      ...presentation,
      screenId: `screen-${this.#presented}`,
      deadline: null,
      idleWarning: null,
    });
  }

  /** Changes what the present visit shows, for example the sheets already printed. */
  amend(change: Partial<Pick<View, 'screen' | 'deadline' | 'idleWarning' | 'canLeave' | 'canGoBack'>>): void {
    this.#publish(change);
  }

  /** No act is taken until the next presentation: what was asked has been answered. */
  mute(): void {
    this.#receive = () => false;
  }

  /** Nothing of the person stays, the way they liked to read included. */
  forgetPerson(): void {
    this.#publish({ language: 'zh', largeText: false, highContrast: false, assistanceCalledAt: null });
  }

  act(screenId: string, act: Act): boolean {
    switch (act.type) {
      case 'setLanguage':
        this.#prefer({ language: act.language });
        return true;
      case 'setLargeText':
        this.#prefer({ largeText: act.on });
        return true;
      case 'setHighContrast':
        this.#prefer({ highContrast: act.on });
        return true;
      case 'callAssistance':
        if (this.#view.assistanceCalledAt !== null) return false;
        this.#publish({ assistanceCalledAt: this.#options.clock.now() });
        this.#options.onAssistance();
        return true;
      default:
        return screenId === this.#view.screenId && this.#receive(act);
    }
  }

  #prefer(preference: { language?: Language; largeText?: boolean; highContrast?: boolean }): void {
    this.#publish(preference);
    // Choosing how to read is being there.
    this.#receive({ type: 'stay' });
  }

  #publish(change: Partial<View>): void {
    this.#view = { ...this.#view, ...change, revision: this.#view.revision + 1 };
    for (const listener of this.#listeners) listener(this.#view);
  }
}
