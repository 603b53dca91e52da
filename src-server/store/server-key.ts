import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Kysely } from 'kysely';
import { err, ok, type Result } from '../../src-shared/result.ts';
import type { RandomBytes } from '../random.ts';
import type { Schema } from './schema.ts';
import type { Vault } from './vault.ts';

export interface ServerKeyError {
  readonly code: 'malformed' | 'exposed' | 'wrongKey';
  readonly message: string;
}

/** The 32 bytes that everything at rest is sealed with, from a setting: 64 hex digits or base64. */
export function parseServerKey(text: string): Result<Uint8Array, ServerKeyError> {
  const value = text.trim();
  const key = /^[0-9a-f]{64}$/i.test(value) ? Buffer.from(value, 'hex') : Buffer.from(value, 'base64');
  if (key.length === 32) return ok(key);
  return err({ code: 'malformed', message: 'expected 32 bytes as 64 hex digits or as base64' });
}

/** The key file of a data directory; made at the first start, and then never changed. */
export function serverKeyFile(directory: string, random: RandomBytes): Result<Uint8Array, ServerKeyError> {
  const file = join(directory, 'server.key');
  if (!existsSync(file)) {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const made = Buffer.from(random(32)).toString('hex');
    writeFileSync(file, `${made}\n`, { flag: 'wx', mode: 0o600 });
  }
  // Windows keeps its permissions elsewhere and shows 0666 for everything.
  if (process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
    return err({ code: 'exposed', message: `${file} can be read by others: chmod 600 it` });
  const parsed = parseServerKey(readFileSync(file, 'utf8'));
  return parsed.ok ? parsed : err({ ...parsed.error, message: `${file}: ${parsed.error.message}` });
}

/** Remembers by its digest which key this database was sealed with, and refuses another one. */
export async function checkServerKey(
  db: Kysely<Schema>,
  vault: Vault,
): Promise<Result<void, ServerKeyError>> {
  const value = vault.lookup('server key', 'check').toString('hex');
  await db
    .insertInto('server_fact')
    .values({ name: 'key', value })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const held = await db
    .selectFrom('server_fact')
    .select('value')
    .where('name', '=', 'key')
    .executeTakeFirstOrThrow();
  if (held.value === value) return ok();
  return err({
    code: 'wrongKey',
    message:
      'the database was sealed with another server key: restore ZEROWINDOW_SERVER_KEY or the file server.key',
  });
}
