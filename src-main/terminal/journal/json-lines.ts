import { closeSync, openSync, readSync } from 'node:fs';
import { StringDecoder } from 'node:string_decoder';
import { z } from 'zod';
import type { JournalEvent, JournalRecord } from './events.ts';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const checkpoint = z.strictObject({
  type: z.literal('checkpoint'),
  through: z.int(),
  hash: z.string(),
  signature: z.string(),
  publicKey: z.string(),
});
/** A verifier must read what a later version wrote, so an event of an unknown type is only hashed. */
const otherEvent = z.looseObject({ type: z.string().refine((type) => type !== 'checkpoint') });
const record = z.strictObject({
  sequence: z.int(),
  at: z.string(),
  event: z.union([checkpoint, otherEvent]),
  previousHash: hash,
  hash,
});

/** Reads an exported journal record by record, whatever its size. `undefined` = the line is no record. */
export function* readJournal(file: string): Generator<JournalRecord | undefined> {
  for (const line of lines(file)) {
    const { data } = record.safeParse(parseJson(line));
    yield data && { ...data, event: data.event as JournalEvent };
  }
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function* lines(file: string): Generator<string> {
  const descriptor = openSync(file, 'r');
  try {
    const decoder = new StringDecoder('utf8');
    const buffer = Buffer.alloc(65_536);
    let rest = '';
    for (let read = readSync(descriptor, buffer); read > 0; read = readSync(descriptor, buffer)) {
      const complete = (rest + decoder.write(buffer.subarray(0, read))).split('\n');
      rest = complete.pop() ?? '';
      yield* complete;
    }
    rest += decoder.end();
    if (rest !== '') yield rest;
  } finally {
    closeSync(descriptor);
  }
}
