import { isDeepStrictEqual } from 'node:util';
import type { Report } from '../../src-shared/contract/server.ts';

/** A report as the centre holds it. */
export interface HeldReport {
  readonly sequence: number;
  readonly id: string;
  readonly at: Date;
  readonly kind: string;
  readonly body: unknown;
  readonly receivedAt: Date;
}

/** Stands beside the line and writes down what a terminal sends, for nothing is left of it there once it is acknowledged. */
export class ReportWitness {
  readonly #sent = new Map<number, Report>();
  readonly #wrong: string[] = [];

  saw(reports: readonly Report[]): void {
    for (const [index, report] of reports.entries()) {
      const { sequence } = report;
      const before = this.#sent.get(sequence);
      if (before !== undefined && !isDeepStrictEqual(before, report))
        this.#wrong.push(`report ${sequence} was sent with two contents`);
      if (before === undefined && sequence !== this.#sent.size + 1)
        this.#wrong.push(`report ${sequence} was sent for the first time after ${this.#sent.size}`);
      if (index > 0 && sequence !== (reports[index - 1]?.sequence ?? 0) + 1)
        this.#wrong.push(`report ${sequence} does not follow the one before it in its batch`);
      this.#sent.set(sequence, report);
    }
  }

  /** Whether each that was sent is at the centre, once, as it was sent and in its order; nothing waits any more. */
  compare(held: readonly HeldReport[]): string[] {
    const wrong = [...this.#wrong];
    const ids = new Set(held.map(({ id }) => id));
    if (ids.size !== held.length) wrong.push('the centre holds a report under two numbers');
    for (const [index, report] of held.entries()) {
      const { sequence, id, at, kind, body } = report;
      const sent = this.#sent.get(sequence);
      const asSent =
        sent?.id === id &&
        sent.kind === kind &&
        Date.parse(sent.at) === at.getTime() &&
        isDeepStrictEqual(sent.body, body);
      if (sequence !== index + 1) wrong.push(`the centre holds report ${sequence} in place ${index + 1}`);
      if (!asSent) wrong.push(`report ${sequence} at the centre is not what was sent`);
      if (report.receivedAt < (held[index - 1]?.receivedAt ?? report.receivedAt))
        wrong.push(`report ${sequence} was taken before the one before it`);
    }
    for (const sequence of this.#sent.keys())
      if (!held.some((report) => report.sequence === sequence))
        wrong.push(`report ${sequence} was sent and is not at the centre`);
    return wrong;
  }

  /** Numbers of certificates, as often as the terminal told that they were issued. */
  get issued(): string[] {
    return [...this.#sent.values()].flatMap(({ kind, body }) => {
      const { state, certificateNumber } = body as { state?: string; certificateNumber?: string };
      return kind === 'transaction' && state === 'issued' && certificateNumber !== undefined
        ? [certificateNumber]
        : [];
    });
  }
}
