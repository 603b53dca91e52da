import { Listeners } from '../../src-shared/listeners.ts';
import { ok } from '../../src-shared/result.ts';
import type { Transport } from './transport.ts';

/**
 * How a unit that speaks a protocol of bytes packs them into HID reports. No maker of identity card readers publishes
 * it, so that it is found out per model and stands in the model's profile.
 */
export interface HidFraming {
  /** Before every report, in both directions; 0: the unit does not number its reports. */
  readonly reportId: number;
  /** Bytes of a report behind its id. */
  readonly reportBytes: number;
  /** Whether the first of them says how many of the others are used; else all are, filled up with zeros. */
  readonly counted: boolean;
}

/** A stream of bytes over the reports of a HID device. */
export function hidStream(reports: Transport, framing: HidFraming): Transport {
  const { reportId, reportBytes, counted } = framing;
  const data = new Listeners<Uint8Array>();
  const room = reportBytes - (counted ? 1 : 0);

  reports.onData((report) => {
    const body = unpack(report, framing);
    if (body !== null && body.length > 0) data.tell(body);
  });

  return {
    name: reports.name,
    get isOpen() {
      return reports.isOpen;
    },
    open: () => reports.open(),
    async write(bytes) {
      for (let at = 0; at < bytes.length; at += room) {
        const part = bytes.subarray(at, at + room);
        const report = new Uint8Array(1 + reportBytes);
        report.set([reportId, ...(counted ? [part.length] : []), ...part]);
        const written = await reports.write(report);
        if (!written.ok) return written;
      }
      return ok();
    },
    onData: (listener) => data.add(listener),
    onLost: (listener) => reports.onLost(listener),
    close: () => reports.close(),
  };
}

/** @returns null for a report of another kind, or one that contradicts itself. */
function unpack(report: Uint8Array, { reportId, reportBytes, counted }: HidFraming): Uint8Array | null {
  if (reportId !== 0 && report[0] !== reportId) return null;
  const body = reportId === 0 ? report : report.subarray(1);
  if (!counted) return body;
  const count = body[0] ?? 0;
  return count < reportBytes && count < body.length ? body.subarray(1, 1 + count) : null;
}
