/** Where every piece of printed paper is. Only a knife and hands make pieces, and none is ever lost. */
export class SlipPath {
  /** Cut off, and below the mouth. */
  inside = 0;
  /** In the mouth of a presenter. */
  presented = 0;
  /** By the bridge of a partial cut, or lying on the slot of a unit without a presenter. */
  hanging = 0;
  taken = 0;
  retracted = 0;
  /** Pushed out, and fallen in front of the machine. */
  ejected = 0;
  /** Pieces that there are: slips that were cut off, and one more for each that was torn. */
  pieces = 0;
  readonly #hasPresenter: boolean;

  constructor(hasPresenter: boolean) {
    this.#hasPresenter = hasPresenter;
  }

  /** What was inside before is pushed on by what comes. */
  cut(): void {
    this.pieces++;
    if (!this.#hasPresenter) {
      this.hanging++;
      return;
    }
    this.ejected += this.inside;
    this.inside = 1;
  }

  present(): void {
    this.presented += this.inside;
    this.inside = 0;
  }

  retract(): void {
    this.retracted += this.inside + this.presented;
    this.inside = this.presented = 0;
  }

  eject(): void {
    this.ejected += this.inside + this.presented;
    this.inside = this.presented = 0;
  }

  /** A hand takes what it can reach. */
  take(): void {
    this.taken += this.presented + this.hanging;
    this.presented = this.hanging = 0;
  }

  /** A hand pulls, and the rest stays in the mouth. */
  tear(): void {
    if (this.presented === 0) return;
    this.pieces++;
    this.taken++;
  }

  emptyBin(): void {
    this.taken += this.retracted;
    this.retracted = 0;
  }

  describe(): string[] {
    const places = {
      'inside, below the mouth': this.inside,
      'in the mouth': this.presented,
      'hanging at the knife': this.hanging,
      'in the retract bin': this.retracted,
      'on the floor': this.ejected,
      'taken by hand': this.taken,
    };
    return Object.entries(places).flatMap(([place, count]) => (count > 0 ? [`${place}: ${count}`] : []));
  }
}
