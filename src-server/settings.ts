import { resolve } from 'node:path';
import { z } from 'zod';
import { err, ok, type Result } from '../src-shared/result.ts';
import { systemRandom } from './random.ts';
import type { ServerOptions } from './server.ts';
import { parseServerKey, serverKeyFile } from './store/server-key.ts';

const environment = z.object({
  HOST: z.string().default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(8080),
  DATA: z.string().default('data/server'),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  PUBLIC_URL: z
    .url({ protocol: /^https?$/ })
    .transform((url) => url.replace(/\/+$/, ''))
    .optional(),
  BEHIND_PROXY: z.enum(['0', '1']).default('0'),
  AUTHORITY: z.enum(['sandbox', 'none']).default('sandbox'),
  CONFIG: z.string().default('config'),
  REVIEW: z.string().default('config/review'),
  AFTER_CHECK_PERCENT: z.coerce.number().min(1).max(5).default(3),
  CONSOLE: z.string().default('build/console'),
  ZEROWINDOW_SERVER_KEY: z.string().optional(),
  ZEROWINDOW_OPERATOR_PASSWORD: z.string().min(8).optional(),
});

type Settings = ServerOptions & { readonly dataDirectory: string };

/** The settings of README.md. Problems name the variable, never its value. */
export function readSettings(variables: NodeJS.ProcessEnv): Result<Settings, readonly string[]> {
  const parsed = environment.safeParse(variables);
  if (!parsed.success)
    return err(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`));
  const set = parsed.data;
  const dataDirectory = resolve(set.DATA);
  const key =
    set.ZEROWINDOW_SERVER_KEY === undefined
      ? serverKeyFile(dataDirectory, systemRandom)
      : parseServerKey(set.ZEROWINDOW_SERVER_KEY);
  if (!key.ok) return err([`ZEROWINDOW_SERVER_KEY: ${key.error.message}`]);
  return ok({
    dataDirectory,
    host: set.HOST,
    port: set.PORT,
    database:
      set.DATABASE_URL === undefined
        ? { kind: 'embedded', directory: dataDirectory }
        : { kind: 'server', url: set.DATABASE_URL },
    serverKey: key.value,
    authority: set.AUTHORITY,
    configDirectory: resolve(set.CONFIG),
    behindProxy: set.BEHIND_PROXY === '1',
    consoleDirectory: resolve(set.CONSOLE),
    reviewDirectory: resolve(set.REVIEW),
    afterCheckPercent: set.AFTER_CHECK_PERCENT,
    ...(set.PUBLIC_URL === undefined ? {} : { publicUrl: set.PUBLIC_URL }),
    ...(set.ZEROWINDOW_OPERATOR_PASSWORD === undefined
      ? {}
      : { operatorPassword: set.ZEROWINDOW_OPERATOR_PASSWORD }),
  });
}
