import { aimIdentifier } from '../scanner/aim.ts';
import { mostBytes, type Scan, type ScanParser } from '../scanner/scan.ts';

/**
 * Scanned data of USB HID POS (usage page 0x8C), in the 64-byte input report that Access-IS, Honeywell and others send:
 * report id, count, AIM identifier, 56 bytes of data, three of others; the lowest bit of the last says that the code
 * goes on in another report. What is behind the count is filled with zeros.
 */
export const reportBytes = 64;
const reportId = 0x02;
const dataAt = 5;
export const mostPerReport = 56;
const continuedAt = 63;

export interface ScanReport {
  readonly aim: string | null;
  readonly data: Uint8Array;
  readonly continued: boolean;
}

/** @returns null for what is no report of scanned data. */
export function parseReport(bytes: Uint8Array): ScanReport | null {
  const count = bytes[1] ?? 0;
  if (bytes.length !== reportBytes || !mayBegin(bytes)) return null;
  return {
    aim: aimIdentifier(bytes.subarray(2, dataAt)),
    data: bytes.slice(dataAt, dataAt + count),
    continued: ((bytes[continuedAt] ?? 0) & 1) === 1,
  };
}

/** Whether these bytes can be the first of a report, as far as they go. */
function mayBegin(bytes: Uint8Array): boolean {
  const [id, count, ...aim] = bytes.subarray(0, dataAt);
  if (id !== undefined && id !== reportId) return false;
  if (count !== undefined && count > mostPerReport) return false;
  const noAim = aim.every((byte) => byte === 0);
  return noAim || (aim[0] === 0x5d && (aim.length < 3 || aimIdentifier(Uint8Array.from(aim)) !== null));
}

/** The reports of a code. */
export function encodeReports(aim: string, data: Uint8Array): Uint8Array[] {
  const reports: Uint8Array[] = [];
  for (let at = 0; at === 0 || at < data.length; at += mostPerReport) {
    const part = data.subarray(at, at + mostPerReport);
    const report = new Uint8Array(reportBytes);
    report.set([reportId, part.length, ...Buffer.from(aim, 'latin1')]);
    report.set(part, dataAt);
    report[continuedAt] = at + mostPerReport < data.length ? 1 : 0;
    reports.push(report);
  }
  return reports;
}

/**
 * Codes out of reports. A HID line brings one whole report at a time; a stream (an emulated unit behind TCP) brings
 * bytes in any portions, and there a report begins where one can begin.
 */
export class HidPosParser implements ScanParser {
  #held = new Uint8Array();
  #parts: Uint8Array[] = [];
  #aim: string | null = null;

  get inScan(): boolean {
    return this.#parts.length > 0 || this.#held.length > 0;
  }

  push(bytes: Uint8Array): Scan[] {
    // Whole in one portion: what was held before it was cut off.
    if (bytes.length === reportBytes && mayBegin(bytes)) this.#held = new Uint8Array();
    const scans: Scan[] = [];
    let rest = Uint8Array.from(Buffer.concat([this.#held, bytes]));
    for (;;) {
      let at = 0;
      while (at < rest.length && !mayBegin(rest.subarray(at))) at++;
      rest = rest.slice(at);
      const report = parseReport(rest.subarray(0, reportBytes));
      if (report === null) break;
      rest = rest.slice(reportBytes);
      scans.push(...this.#take(report));
    }
    this.#held = rest;
    return scans;
  }

  pause(): Scan | null {
    const unfinished = this.#parts.length;
    this.reset();
    return unfinished === 0 ? null : { kind: 'spoiled', reason: `a code ended after ${unfinished} reports` };
  }

  reset(): void {
    this.#held = new Uint8Array();
    this.#parts = [];
  }

  #take({ aim, data, continued }: ScanReport): Scan[] {
    const scans: Scan[] = [];
    if (this.#parts.length > 0 && aim !== this.#aim) {
      scans.push({ kind: 'spoiled', reason: 'another code began before the end of one' });
      this.#parts = [];
    }
    this.#aim = aim;
    this.#parts.push(data);
    const joined = Uint8Array.from(Buffer.concat(this.#parts));
    // One that goes on is full, or something of it is missing.
    if (joined.length > mostBytes || (continued && data.length < mostPerReport)) {
      this.#parts = [];
      scans.push({ kind: 'spoiled', reason: 'reports that make no code' });
    } else if (!continued) {
      this.#parts = [];
      scans.push({ kind: 'code', aim, data: joined });
    }
    return scans;
  }
}
