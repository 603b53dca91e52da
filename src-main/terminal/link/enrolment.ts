import { readFile } from 'node:fs/promises';
import { type Clock, sleep } from '../../../src-shared/clock.ts';
import type { Log } from '../log.ts';
import type { Store } from '../store/store.ts';
import { backOff } from './back-off.ts';
import type { EnrolmentDesk } from './client.ts';

export interface EnrolmentOptions {
  readonly desk: EnrolmentDesk;
  readonly store: Store;
  readonly clock: Clock;
  /** 0 <= x < 1. */
  readonly random: () => number;
  readonly log: Log;
  readonly serialNumber: string;
  readonly publicKey: { readonly kty: 'OKP'; readonly crv: 'Ed25519'; readonly x: string };
  /** The one-time code; undefined while there is none. Asked again before every attempt. */
  readonly code: () => Promise<string | undefined>;
}

/** What the centre calls this terminal; undefined until it is enrolled. */
export function enrolledAs(store: Store): string | undefined {
  return store.read.fact('terminalId');
}

/**
 * At the first start trades the one-time code for a terminal id, which lasts. Tries until it succeeds or `signal`
 * aborts: the centre may be away, and a technician may still have to bring the (right) code. Repeating is safe:
 * the centre gives the same answer to the same key, so that a lost answer loses nothing.
 */
export async function enrol(options: EnrolmentOptions, signal: AbortSignal): Promise<void> {
  const { store, clock, random, log } = options;
  for (let failures = 1; enrolledAs(store) === undefined && !signal.aborted; failures++) {
    const problem = await attempt(options, signal);
    if (problem === undefined) return;
    log.warn({ problem }, 'not enrolled');
    await sleep(clock, backOff(failures, random), signal);
  }
}

async function attempt(options: EnrolmentOptions, signal: AbortSignal): Promise<string | undefined> {
  const { desk, store, log, serialNumber, publicKey } = options;
  const code = await options.code();
  if (code === undefined) return 'there is no enrolment code';
  const answer = await desk.enrol({ code, serialNumber, publicKey }, { signal });
  if (!answer.ok) return answer.error.message;
  const { terminalId, number } = answer.value;
  store.commit((write) => {
    write.setFact('terminalId', terminalId);
    write.journal({ type: 'terminalEnrolled', terminalId });
  });
  log.info({ terminalId, number }, 'enrolled');
  return undefined;
}

/** Where a technician leaves the code: the environment, else a file. */
export async function readEnrolmentCode(
  fromEnvironment: string | undefined,
  file: string,
): Promise<string | undefined> {
  const code = fromEnvironment ?? (await readFile(file, 'utf8').catch(() => ''));
  return code.trim() === '' ? undefined : code.trim();
}
