import { createPublicKey } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import {
  type ChainBreak,
  type ChainVerdict,
  type KnownHead,
  verifyChain,
} from '../src-main/terminal/journal/chain.ts';
import { readJournal } from '../src-main/terminal/journal/json-lines.ts';

/**
 * npm run verify-journal -- FILE [--public-key PEM-FILE|HEX] [--known SEQUENCE:HASH]
 *
 * Checks an exported journal: a line for people, and a last line of JSON. Exit 0 = whole, 1 = broken, 2 = the
 * command or the file could not be read. Without `--public-key` a forger who replaced key and signatures
 * together would pass. `--known` is a checkpoint that was kept elsewhere: it finds an end that was cut off.
 */
const usage = 'usage: npm run verify-journal -- FILE [--public-key PEM-FILE|HEX] [--known SEQUENCE:HASH]';

const reasons: Record<ChainBreak, string> = {
  malformed: 'is no journal record',
  gap: 'is missing, or stands in another place',
  previousHash: 'does not follow from the record before',
  hash: 'says something else than what was written',
  signature: 'is a checkpoint whose signature fails',
  foreignKey: 'is a checkpoint signed by another key than the one given',
  truncated: 'is not the one that is known: the end was cut off or replaced',
};

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { 'public-key': { type: 'string' }, known: { type: 'string' } },
  });
  const [file] = positionals;
  if (file === undefined || positionals.length > 1) throw new Error(usage);
  const publicKey = values['public-key'] === undefined ? undefined : publicKeyHex(values['public-key']);
  const known = values.known === undefined ? undefined : knownHead(values.known);

  const verdict = verifyChain(readJournal(file), { publicKey, known });

  const { ok, records, checkpoints } = verdict;
  const firstBroken = verdict.ok ? null : verdict.firstBroken;
  console.log(verdict.ok ? praise(verdict, publicKey !== undefined) : complaint(verdict));
  console.log(JSON.stringify({ records, checkpoints, ok, firstBroken }));
  process.exitCode = ok ? 0 : 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 2;
}

function praise(verdict: Extract<ChainVerdict, { ok: true }>, keyGiven: boolean): string {
  const { records, checkpoints, signedThrough, publicKeys } = verdict;
  const signed = `${checkpoints} checkpoints, signed through record ${signedThrough}`;
  const key = keyGiven ? 'by the key given' : `by ${publicKeys.join(', ') || 'nobody'} (compare this key)`;
  return `whole: ${records} records, ${signed} ${key}`;
}

function complaint(verdict: Extract<ChainVerdict, { ok: false }>): string {
  return `BROKEN: record ${verdict.firstBroken} ${reasons[verdict.reason]}; the ${verdict.records} records before it hold`;
}

/** The raw 32 bytes as hex, from hex or from a PEM file (of a public or a private key). */
function publicKeyHex(given: string): string {
  if (/^[0-9a-fA-F]{64}$/.test(given)) return given.toLowerCase();
  const key = createPublicKey(readFileSync(given, 'utf8'));
  if (key.asymmetricKeyType !== 'ed25519') throw new Error(`${given}: expected an Ed25519 key`);
  return Buffer.from(key.export({ format: 'jwk' }).x as string, 'base64url').toString('hex');
}

function knownHead(given: string): KnownHead {
  const [, through, hash] = /^(\d+):([0-9a-f]{64})$/.exec(given) ?? [];
  if (through === undefined || hash === undefined)
    throw new Error(`--known ${given}: expected SEQUENCE:HASH`);
  return { through: Number(through), hash };
}
