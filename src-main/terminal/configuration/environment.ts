import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { YamlProblem } from '../../../src-shared/yaml-file.ts';
import {
  type DeviceSettings,
  deviceSettings,
  serverUrl,
  type TerminalSettings,
} from './terminal-settings.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Places that differ from start to start on a development machine, so that no file has to be edited for them:
 *
 * - `ZEROWINDOW_SERVER_URL`: server.url
 * - `ZEROWINDOW_DEVICE_<ID>_PATH`, `_PORT`, `_URI`: path, port or uri of the device `<ID>`, whose id is written in
 *   capitals with underscores, `documentPrinter` as `DOCUMENT_PRINTER`
 *
 * They pass the same checks as the files. One that names no device of this terminal is a problem, too.
 */
export function applyEnvironment(
  settings: TerminalSettings,
  environment: Environment,
): Result<TerminalSettings, YamlProblem[]> {
  const problems: YamlProblem[] = [];
  const url = environment.ZEROWINDOW_SERVER_URL ?? settings.server.url;
  const goodUrl = serverUrl.safeParse(url);
  if (!goodUrl.success)
    problems.push(problem('ZEROWINDOW_SERVER_URL', url, goodUrl.error.issues[0]?.message));

  const devices = new Map(settings.devices.map((device) => [capitals(device.id), device]));
  for (const [variable, value] of Object.entries(environment)) {
    const [, id = '', place = ''] = /^ZEROWINDOW_DEVICE_(.+)_(PATH|PORT|URI)$/.exec(variable) ?? [];
    if (place === '' || value === undefined) continue;
    const device = devices.get(id);
    if (device === undefined) {
      problems.push(problem(variable, value, `a device of this terminal: ${[...devices.keys()].join(', ')}`));
      continue;
    }
    const moved = deviceSettings.safeParse(withPlace(device, place, value));
    if (moved.success) devices.set(id, moved.data);
    else problems.push(problem(variable, value, moved.error.issues[0]?.message));
  }

  if (problems.length > 0) return err(problems);
  return ok({ ...settings, server: { ...settings.server, url }, devices: [...devices.values()] });
}

function withPlace(device: DeviceSettings, place: string, value: string): unknown {
  if (place === 'PORT') return { ...device, port: Number(value) };
  return { ...device, [place.toLowerCase()]: value };
}

function capitals(id: string): string {
  return id.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

function problem(variable: string, value: string, expected = 'another value'): YamlProblem {
  const message = `environment variable ${variable}: expected ${expected}, found ${JSON.stringify(value)}`;
  return { file: 'environment', line: 1, column: 1, path: variable, expected, message };
}
