import { type Clock, sleep } from '../../../src-shared/clock.ts';
import { identifyCcnet } from '../../drivers/ccnet/identify.ts';
import { identifyCctalk } from '../../drivers/cctalk/identify.ts';
import { identifyEpp } from '../../drivers/epp/identify.ts';
import { identifyEscPos } from '../../drivers/escpos/identify.ts';
import { identifyId003 } from '../../drivers/id003/identify.ts';
import type { Identification, Recognised } from '../../drivers/identification.ts';
import { identifyLcdm } from '../../drivers/lcdm/identify.ts';
import { identifyModbus } from '../../drivers/modbus-io/identify.ts';
import { identifySdt } from '../../drivers/sdt/identify.ts';
import { identifySsp } from '../../drivers/ssp/identify.ts';
import type { Transport } from '../../transport/transport.ts';

/**
 * What is asked on a port of which nothing is known, in this order; the first group that is answered ends it. Printers
 * come first: to them the questions of all others are text.
 */
export const groups: readonly (readonly Identification[])[] = [
  ...identifyEscPos.map((one) => [one]),
  [identifySdt],
  [identifySsp],
  [identifyCcnet],
  // Several units on one wire.
  identifyCctalk,
  [identifyId003],
  [identifyLcdm],
  [identifyModbus],
  [identifyEpp],
];

export interface Candidate extends Recognised {
  readonly driver: string;
  readonly profile: string;
}

export interface PortFinding {
  readonly path: string;
  /** Best first; none where nothing answered. */
  readonly candidates: readonly Candidate[];
  /** Why the port could not be asked. */
  readonly problem: string | null;
}

export interface DiscoverOptions {
  readonly clock: Clock;
  readonly open: (path: string, serial: Identification['serial']) => Transport;
  readonly onAsking?: (path: string, driver: string) => void;
}

/** Asks one port after the other who is there. Moves nothing. A port that is in use is left alone. */
export async function discover(paths: readonly string[], options: DiscoverOptions): Promise<PortFinding[]> {
  const findings: PortFinding[] = [];
  for (const path of paths) findings.push(await askPort(path, options));
  return findings;
}

async function askPort(path: string, options: DiscoverOptions): Promise<PortFinding> {
  for (const group of groups) {
    const candidates: Candidate[] = [];
    for (const identification of group) {
      options.onAsking?.(path, identification.driver);
      const line = options.open(path, identification.serial);
      const heard = await ask(line, identification, options.clock);
      if (typeof heard === 'string') return { path, candidates: [], problem: heard };
      const recognised = identification.recognise(heard);
      const { driver, profile } = identification;
      if (recognised !== null) candidates.push({ driver, profile, ...recognised });
    }
    if (candidates.length > 0) {
      return { path, candidates: candidates.sort((a, b) => b.score - a.score), problem: null };
    }
  }
  return { path, candidates: [], problem: null };
}

/** All that was heard to the questions, or why the line could not be used. */
export async function ask(
  line: Transport,
  { questions, answerMs }: Identification,
  clock: Clock,
): Promise<Uint8Array | string> {
  const opened = await line.open();
  if (!opened.ok) return opened.error.description;
  const answers: number[] = [];
  let heard: number[] = [];
  const stop = line.onData((bytes) => heard.push(...bytes.subarray(0, longestAnswer - heard.length)));
  for (const question of questions) {
    heard = [];
    await line.write(question);
    await sleep(clock, answerMs);
    answers.push(...withoutEcho(heard, question));
  }
  stop();
  await line.close();
  return Uint8Array.from(answers);
}

/** A wire that both sides speak on gives back what was said, and some protocols' questions look like answers. */
function withoutEcho(heard: readonly number[], question: Uint8Array): readonly number[] {
  return question.every((byte, at) => heard[at] === byte) ? heard.slice(question.length) : heard;
}

/** A unit that babbles must not fill the memory. */
const longestAnswer = 4_096;
