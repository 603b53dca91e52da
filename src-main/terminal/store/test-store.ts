import { generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import type { JournalSigner } from '../journal/checkpoint.ts';
import { openStore, type StoreOptions } from './open.ts';
import type { Store } from './store.ts';

/** A directory of its own for one test, with a store in it that can be closed and opened again. */
export class TestStore {
  readonly directory = mkdtempSync(join(tmpdir(), 'zerowindow-store-'));
  readonly file = join(this.directory, 'terminal.db');
  readonly key = new Uint8Array(32).fill(0x5a);
  readonly clock = new VirtualClock();
  readonly signer = testSigner();
  #ids = 0;

  options(over: Partial<StoreOptions> = {}): StoreOptions {
    return {
      file: this.file,
      key: this.key,
      clock: this.clock,
      terminalNumber: '0001',
      newId: () => `00000000-0000-4000-8000-${String(++this.#ids).padStart(12, '0')}`,
      signer: this.signer,
      ...over,
    };
  }

  /** Opens, or fails the test with the reason. */
  open(over: Partial<StoreOptions> = {}): Store {
    const opened = openStore(this.options(over));
    if (!opened.ok) throw new Error(`${opened.error.code}: ${opened.error.message}`);
    return opened.value;
  }

  /** A second connection, past all that the store checks: what an attacker with the key has. */
  rawConnection(file = this.file): Database.Database {
    return new Database(file, {
      encryptionCipher: 'aes256cbc',
      encryptionKey: Buffer.from(this.key).toString('hex'),
    } as Database.Options);
  }

  remove(): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}

export function testSigner(): JournalSigner & { readonly key: KeyObject } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x as string, 'base64url');
  return { publicKey: raw.toString('hex'), key: publicKey, sign: (bytes) => sign(null, bytes, privateKey) };
}
