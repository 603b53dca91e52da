import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { JournalSigner } from '../journal/checkpoint.ts';
import { replaceFile } from './replace-file.ts';

/** The secrets of one terminal. They never leave it; the centre knows the public key only. */
export interface TerminalKeys {
  /** 32 bytes: encrypts the store. */
  readonly storeKey: Uint8Array;
  /** Ed25519: signs access token requests (private_key_jwt) and, through `journalSigner`, the journal. */
  readonly privateKey: KeyObject;
  /** As enrolment wants it. */
  readonly publicKey: { readonly kty: 'OKP'; readonly crv: 'Ed25519'; readonly x: string };
  readonly journalSigner: JournalSigner;
}

export interface KeysError {
  readonly code: 'exposed' | 'malformed' | 'unwritable';
  /** Names the file and what to do; never what stands in it. */
  readonly message: string;
}

/** Reads the terminal's keys from its data directory; at the first start makes them. */
export function openKeys(directory: string): Result<TerminalKeys, KeysError> {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const storeKey = secret(join(directory, 'store.key'), () => `${randomBytes(32).toString('hex')}\n`);
    if (!storeKey.ok) return storeKey;
    const terminalKey = secret(join(directory, 'terminal-key.pem'), newPrivateKey);
    if (!terminalKey.ok) return terminalKey;
    return parse(directory, storeKey.value, terminalKey.value);
  } catch (error) {
    if (!(error instanceof Error && 'syscall' in error)) throw error;
    return err({ code: 'unwritable', message: error.message });
  }
}

function secret(file: string, create: () => string): Result<string, KeysError> {
  if (!existsSync(file)) replaceFile(file, [create()]);
  const mode = statSync(file).mode & 0o777;
  // Windows has no such bits; there the access list of the data directory must keep others out.
  if (process.platform !== 'win32' && (mode & 0o077) !== 0)
    return err({
      code: 'exposed',
      message: `${file}: open to other users (mode ${mode.toString(8)}, expected 600); treat the key as known to them, or set the mode if only the copy was careless`,
    });
  return ok(readFileSync(file, 'utf8'));
}

function newPrivateKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
}

function parse(directory: string, storeKeyText: string, pem: string): Result<TerminalKeys, KeysError> {
  if (!/^[0-9a-f]{64}\n?$/.test(storeKeyText))
    return malformed(join(directory, 'store.key'), '64 hexadecimal digits');
  const privateKey = ed25519PrivateKey(pem);
  if (privateKey === undefined)
    return malformed(join(directory, 'terminal-key.pem'), 'an Ed25519 private key in PKCS #8 PEM');
  const x = createPublicKey(privateKey).export({ format: 'jwk' }).x as string;
  return ok({
    storeKey: Buffer.from(storeKeyText.trim(), 'hex'),
    privateKey,
    publicKey: { kty: 'OKP', crv: 'Ed25519', x },
    journalSigner: {
      publicKey: Buffer.from(x, 'base64url').toString('hex'),
      sign: (bytes) => sign(null, bytes, privateKey),
    },
  });
}

function ed25519PrivateKey(pem: string): KeyObject | undefined {
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyType === 'ed25519' ? key : undefined;
  } catch {
    // OpenSSL's text is dropped: it may quote what it could not read.
    return undefined;
  }
}

function malformed(file: string, expected: string): Result<never, KeysError> {
  return err({ code: 'malformed', message: `${file}: expected ${expected}; restore it from the backup` });
}
