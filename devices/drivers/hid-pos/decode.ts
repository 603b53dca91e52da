import { err, ok, type Result } from '../../../src-shared/result.ts';
import { symbologyOf } from '../scanner/aim.ts';
import { parseReport, reportBytes } from './codec.ts';

export interface DecodeOptions {
  /** Writes out what a code says instead of how long it is. */
  readonly showPersonalData: boolean;
}

/** Explains the reports of a HID POS scanner for a person. */
export function decodeHidPos(
  direction: 'host' | 'device',
  bytes: Uint8Array,
  { showPersonalData }: DecodeOptions = { showPersonalData: false },
): Result<object, string> {
  if (direction === 'host') return err('a host sends nothing to a HID POS scanner of this kind');
  if (bytes.length % reportBytes !== 0) return err(`${bytes.length} bytes are no reports of ${reportBytes}`);
  const reports: object[] = [];
  for (let at = 0; at < bytes.length; at += reportBytes) {
    const report = parseReport(bytes.subarray(at, at + reportBytes));
    if (report === null) return err(`no report of scanned data at byte ${at}`);
    const { aim, data, continued } = report;
    reports.push({
      reportId: bytes[at],
      aim,
      symbology: symbologyOf(aim),
      length: data.length,
      ...(showPersonalData ? { data: Buffer.from(data).toString('utf8') } : {}),
      continued,
    });
  }
  return ok({ reports });
}
