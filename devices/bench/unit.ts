import type { DeviceClass } from '../contract/common.ts';
import type { Emulator } from '../emulation/emulator.ts';
import type { LineHost } from '../emulation/line-host.ts';

/** Something that a unit made, for a person to look at: the last receipt, a printed page. */
export interface Artifact {
  readonly contentType: string;
  readonly exists: () => boolean;
  /** Called only when it exists. */
  readonly read: () => Promise<Uint8Array>;
}

/** A unit on the bench. */
export interface BenchUnit {
  /** In the addresses of the API: `identity-card-reader`. */
  readonly id: string;
  /** Chooses the drawing. */
  readonly class: DeviceClass;
  readonly emulator: Pick<Emulator, 'title' | 'describe' | 'set' | 'onChanged'>;
  /** Holds a phone with a QR code before it; only what scans can be shown one. */
  readonly showPhone?: (text: string | null) => void;
  /** Null where the unit has no plug that could be pulled. */
  readonly line: LineHost | null;
  /** By name, which stands at the end of the address: `receipt.png`. */
  readonly artifacts: Readonly<Record<string, Artifact>>;
}

/** A unit as the API gives it. */
export interface UnitView {
  readonly id: string;
  readonly class: DeviceClass;
  readonly title: string;
  readonly holds: readonly string[];
  readonly switches: ReturnType<Emulator['describe']>['switches'];
  /** A phone can be held before it. */
  readonly scans: boolean;
  readonly line: { readonly address: string; readonly plugged: boolean } | null;
  /** Those that are there now. */
  readonly artifacts: readonly { readonly name: string; readonly contentType: string }[];
}

export function viewOf(unit: BenchUnit): UnitView {
  const { holds, switches } = unit.emulator.describe();
  return {
    id: unit.id,
    class: unit.class,
    title: unit.emulator.title,
    holds,
    switches,
    scans: unit.showPhone !== undefined,
    line: unit.line === null ? null : { address: unit.line.address, plugged: unit.line.plugged },
    artifacts: Object.entries(unit.artifacts)
      .filter(([, artifact]) => artifact.exists())
      .map(([name, { contentType }]) => ({ name, contentType })),
  };
}
