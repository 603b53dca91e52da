import { type ReportBodies, reportBodies } from '../../../src-shared/contract/report-bodies.ts';
import type { Write } from '../store/store.ts';

/** Queues a report whose body has the shape that the centre expects of its kind. Throws on another shape. */
export function report<Kind extends keyof ReportBodies>(
  write: Write,
  kind: Kind,
  body: ReportBodies[Kind],
): void {
  write.report(kind, reportBodies[kind].parse(body));
}
