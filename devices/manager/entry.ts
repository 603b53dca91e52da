import type { YamlProblem } from '../../src-shared/yaml-file.ts';
import type { Transport } from '../transport/transport.ts';

/** A device of this terminal: a name, a profile, and where it hangs. */
export interface DeviceEntry {
  readonly id: string;
  /** A file of config/devices, without its ending. */
  readonly profile: string;
  readonly path?: string | undefined;
  readonly port?: number | undefined;
  readonly uri?: string | undefined;
  /** In place of the line: an emulated unit in this process. Not of terminal.yaml. */
  readonly transport?: Transport | undefined;
  /** Records the bytes on the line, masked, in a file of its own. */
  readonly record?: boolean | undefined;
  /** What listens to the line on its way to the driver: the recorder. Not of terminal.yaml. */
  readonly tap?: ((line: Transport) => Transport) | undefined;
}

/** Line numbers of terminal.yaml are gone by now: the problem names the device instead. */
export function entryProblem(entry: DeviceEntry, expected: string, found: string): YamlProblem {
  const path = `devices.${entry.id}`;
  const message = `terminal.yaml ${path} (profile ${entry.profile}): expected ${expected}, found ${found}`;
  return { file: 'terminal.yaml', line: 1, column: 1, path, expected, message };
}
