import type { EmulatorSwitch, SwitchValue } from '../../emulation/emulator.ts';

const papers = ['full', 'nearEnd', 'out'] as const;

/** What the sensors of an emulated unit see, and the status bytes that it makes of that. */
export class UnitCondition {
  coverOpen = false;
  paper: (typeof papers)[number] = 'full';
  knifeBlocked = false;
  headHot = false;
  silent = false;
  jamNext = false;
  paperJammed = false;
  ticketPresent = false;
  /** The next motion of a slip through the mouth jams. */
  jamAtMouth = false;
  /** Set in the unit's own menu. */
  retractOff = false;
  /** Errors stay until their cause is gone and the host (DLE ENQ) or a hand (cover) has recovered the unit. */
  cutterError = false;
  mechanicalError = false;

  readonly #hasPresenter: boolean;

  constructor(hasPresenter: boolean) {
    this.#hasPresenter = hasPresenter;
  }

  jam(): void {
    this.paperJammed = true;
    this.mechanicalError = true;
  }

  get offline(): boolean {
    const error = this.cutterError || this.mechanicalError || this.headHot;
    return this.coverOpen || this.paper === 'out' || error;
  }

  /** An error whose cause is gone is forgotten. */
  recover(): void {
    if (!this.knifeBlocked) this.cutterError = false;
    if (!this.paperJammed) this.mechanicalError = false;
  }

  /** A knife that is blocked is found out at the next cut. */
  powerUp(): void {
    this.cutterError = false;
    this.mechanicalError = this.paperJammed;
  }

  /** The answer to DLE EOT n. */
  realTimeReply(n: number, ticketSensor: boolean): number {
    if (n === 1)
      return bits(
        [this.offline, 0x08],
        [this.cutterError || this.mechanicalError, 0x20],
        [ticketSensor && this.ticketPresent, 0x80],
      );
    if (n === 2)
      return bits(
        [this.coverOpen, 0x04],
        [this.paper === 'out', 0x20],
        [this.cutterError || this.mechanicalError || this.headHot, 0x40],
      );
    if (n === 3) return bits([this.mechanicalError, 0x04], [this.cutterError, 0x08], [this.headHot, 0x40]);
    return bits([this.paper !== 'full', 0x0c], [this.paper === 'out', 0x60]);
  }

  /** The four bytes of automatic status back; the third is the answer to GS r 1 too. */
  automaticStatus(): readonly [number, number, number, number] {
    return [
      0x10 | (this.offline ? 0x08 : 0) | (this.coverOpen ? 0x20 : 0),
      (this.mechanicalError ? 0x04 : 0) | (this.cutterError ? 0x08 : 0) | (this.headHot ? 0x40 : 0),
      (this.paper === 'full' ? 0 : 0x03) | (this.paper === 'out' ? 0x0c : 0),
      0,
    ];
  }

  /** The full status of Custom units: header, paper, user, recoverable, unrecoverable. */
  fullStatus(): readonly number[] {
    const paper = { full: 0, nearEnd: 0x04, out: 0x05 }[this.paper];
    return [
      0x10,
      0x0f,
      paper | (this.ticketPresent ? 0x20 : 0),
      this.coverOpen ? 0x02 : 0,
      (this.headHot ? 0x01 : 0) | (this.mechanicalError ? 0x40 : 0),
      this.cutterError ? 0x01 : 0,
    ];
  }

  switches(): readonly EmulatorSwitch[] {
    const presenter = this.#hasPresenter;
    return [
      { id: 'coverOpen', label: 'Cover open', kind: 'toggle', value: this.coverOpen },
      { id: 'paper', label: 'Paper', kind: 'choice', options: [...papers], value: this.paper },
      { id: 'knifeBlocked', label: 'Cutter blocked', kind: 'toggle', value: this.knifeBlocked },
      { id: 'headHot', label: 'Print head hot', kind: 'toggle', value: this.headHot },
      { id: 'jamNext', label: 'Jam in the next receipt', kind: 'toggle', value: this.jamNext },
      { id: 'clearJam', label: 'Clear the jam', kind: 'action', value: this.paperJammed },
      { id: 'takeTicket', label: 'Take the ticket', kind: 'action', value: this.ticketPresent },
      ...(presenter ? this.#presenterSwitches() : []),
      { id: 'silent', label: 'Silent', kind: 'toggle', value: this.silent },
      { id: 'powerCycle', label: 'Off and on', kind: 'action', value: false },
    ];
  }

  #presenterSwitches(): readonly EmulatorSwitch[] {
    return [
      { id: 'tearTicket', label: 'Tear the ticket', kind: 'action', value: false },
      { id: 'emptyRetractBin', label: 'Empty the retract bin', kind: 'action', value: false },
      {
        id: 'jamAtMouth',
        label: 'Jam at the next motion of the mouth',
        kind: 'toggle',
        value: this.jamAtMouth,
      },
      { id: 'retractOff', label: 'Retracting is off in the menu', kind: 'toggle', value: this.retractOff },
    ];
  }

  /** Everything but `powerCycle` and hands at the slips, which are more than a sensor. */
  set(switchId: string, value: SwitchValue): void {
    switch (switchId) {
      case 'paper': {
        const paper = papers.find((known) => known === value);
        if (paper === undefined) throw new Error(`paper is ${papers.join(', ')}, not ${value}`);
        this.paper = paper;
        return;
      }
      case 'clearJam':
        this.paperJammed = false;
        return;
      case 'coverOpen':
      case 'knifeBlocked':
      case 'headHot':
      case 'jamNext':
      case 'jamAtMouth':
      case 'retractOff':
      case 'silent':
        if (typeof value !== 'boolean') throw new Error(`${switchId} is on or off, not ${value}`);
        this[switchId] = value;
        if (switchId === 'coverOpen' && !value) this.recover();
        return;
      default:
        throw new Error(`this printer has no switch ${switchId}`);
    }
  }
}

function bits(...set: (readonly [boolean, number])[]): number {
  return set.reduce((byte, [on, mask]) => (on ? byte | mask : byte), 0x12);
}
