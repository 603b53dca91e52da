import { err, ok, type Result } from '../../../src-shared/result.ts';
import { encodeCommand } from './commands.ts';
import { sessionKey } from './encryption.ts';
import type { ExchangeFault, Reply, SspExchange } from './exchange.ts';
import { Reader } from './fields.ts';
import { makeOffer, type Random, sharedKey } from './key-exchange.ts';
import { parseSetup, type Setup } from './replies.ts';

export interface SessionOptions {
  readonly exchange: SspExchange;
  readonly random: Random;
  /** What the machine's maker fixed: 64 bits. */
  readonly fixedKey: bigint;
  readonly primeBits: number;
}

/** What the unit said of itself when a session began. */
export interface Session {
  readonly protocolVersion: number;
  readonly serialNumber: number;
  readonly setup: Setup;
}

/** A unit that is there answers the first SYNC. */
const syncAttempts = 3;
/** The newest first: from 8 on the unit tells the value of a note that it found at power-up. */
const protocolVersions = [8, 7, 6];

/** Begins anew: sequence bits, keys, protocol version, identity. Fails with what was asked and what came. */
export async function beginSession(options: SessionOptions): Promise<Result<Session, string>> {
  const { exchange } = options;
  const synced = answered('sync', await exchange.sync(syncAttempts));
  if (!synced.ok) return synced;
  const keyed = await exchangeKeys(options);
  if (!keyed.ok) return keyed;
  const version = await agreeOnVersion(exchange);
  if (!version.ok) return version;
  const serial = await askSerialNumber(exchange);
  if (!serial.ok) return serial;
  const reply = answered('setup', await exchange.ask('setupRequest'));
  if (!reply.ok) return reply;
  const setup = parseSetup(reply.value);
  if (!setup.ok) return setup;
  return ok({ protocolVersion: version.value, serialNumber: serial.value, setup: setup.value });
}

export async function askSerialNumber(exchange: SspExchange): Promise<Result<number, string>> {
  const serial = answered('serial number', await exchange.ask('serialNumber'));
  if (!serial.ok) return serial;
  return serial.value.length === 4 ? ok(new Reader(serial.value).take('u32be')) : err('no serial number');
}

/** The data of an `ok`; anything else is an error in words. */
export function answered(asked: string, reply: Result<Reply, ExchangeFault>): Result<Uint8Array, string> {
  if (!reply.ok) return err(`${asked}: ${reply.error.description}`);
  return reply.value.name === 'ok' ? ok(reply.value.data) : err(`${asked}: ${reply.value.name ?? 'unknown'}`);
}

async function exchangeKeys(options: SessionOptions): Promise<Result<void, string>> {
  const { exchange, random, fixedKey, primeBits } = options;
  const offer = makeOffer(random, primeBits);
  const { generator, modulus, secret, intermediate } = offer;
  const first = answered('generator', await exchange.send(encodeCommand('setGenerator', { key: generator })));
  if (!first.ok) return first;
  const second = answered('modulus', await exchange.send(encodeCommand('setModulus', { key: modulus })));
  if (!second.ok) return second;
  const third = answered(
    'key exchange',
    await exchange.send(encodeCommand('requestKeyExchange', { key: intermediate })),
  );
  if (!third.ok) return third;
  if (third.value.length !== 8) return err(`key exchange: ${third.value.length} bytes, expected 8`);
  const theirs = new Reader(third.value).take('u64');
  exchange.setKey(sessionKey(fixedKey, sharedKey(theirs, secret, modulus)));
  return ok();
}

async function agreeOnVersion(exchange: SspExchange): Promise<Result<number, string>> {
  for (const version of protocolVersions) {
    const reply = await exchange.send(encodeCommand('hostProtocolVersion', { version }));
    if (!reply.ok) return err(`protocol version: ${reply.error.description}`);
    if (reply.value.name === 'ok') return ok(version);
  }
  return err(`the unit knows none of the protocol versions ${protocolVersions.join(', ')}`);
}
