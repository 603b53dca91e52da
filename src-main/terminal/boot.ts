import { randomBytes, randomInt, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { makeDevices } from '../../devices/manager/manager.ts';
import { systemClock } from '../../src-shared/clock.ts';
import type { StartHelper } from '../../src-shared/helper-process.ts';
import { err, type Result } from '../../src-shared/result.ts';
import { newClaimCode } from './cash/claim-code.ts';
import { openCheckedBefore } from './configuration/checked-before.ts';
import { loadConfiguration } from './configuration/load.ts';
import { createLog } from './log.ts';
import { openKeys } from './store/keys.ts';
import { startTerminal, type Terminal } from './terminal.ts';

export interface BootOptions {
  /** Folder with terminal.yaml, devices/, services/. */
  readonly configurationDirectory: string;
  /** Keys, store and log of this terminal; made at the first start. */
  readonly dataDirectory: string;
  readonly softwareVersion: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly onBug: (error: unknown) => void;
  /** How a program that may hang is run beside the terminal. */
  readonly startHelper: StartHelper;
}

/** Why nothing starts: one line a problem, each with its file, what was found and what was expected. */
export interface BootProblem {
  readonly reason: 'configuration' | 'keys' | 'store';
  readonly lines: readonly string[];
}

/** The boot of a terminal: configuration, keys, devices, store. Any problem, and nothing starts. */
export async function bootTerminal(options: BootOptions): Promise<Result<Terminal, BootProblem>> {
  const { configurationDirectory, dataDirectory, environment } = options;
  const before = openCheckedBefore(dataDirectory, options.softwareVersion);
  const configuration = await loadConfiguration(configurationDirectory, environment, before);
  if (!configuration.ok)
    return problem(
      'configuration',
      configuration.error.map(({ message }) => message),
    );

  const keys = openKeys(dataDirectory);
  if (!keys.ok) return problem('keys', [keys.error.message]);

  const devices = makeDevices(
    configuration.value.profiles,
    configuration.value.settings.devices,
    systemClock,
    options.startHelper,
    join(dataDirectory, 'recordings'),
  );
  if (!devices.ok)
    return problem(
      'configuration',
      devices.error.map(({ message }) => message),
    );

  const terminal = startTerminal({
    configuration: configuration.value,
    keys: keys.value,
    devices: devices.value,
    dataDirectory,
    softwareVersion: options.softwareVersion,
    enrolmentCode: environment.ZEROWINDOW_ENROLMENT_CODE,
    clock: systemClock,
    random: Math.random,
    randomUUID,
    claimCode: () => newClaimCode(randomBytes),
    draw: (limit) => randomInt(limit),
    log: createLog({ file: join(dataDirectory, 'terminal.log') }, systemClock),
    onBug: options.onBug,
  });
  return terminal.ok ? terminal : problem('store', [terminal.error.message]);
}

function problem(reason: BootProblem['reason'], lines: readonly string[]): Result<never, BootProblem> {
  return err({ reason, lines });
}
