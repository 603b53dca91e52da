import { outOfBand, sharesOf } from './sample/bands.ts';
import { catchMutants } from './sample/mutants.ts';
import { type Counts, measureShare } from './sample/share.ts';
import type { ShippedTable } from './shipped.ts';

type Print = (line: string) => void;

/** A sample of applications, decided by the tables and by an oracle. 1: something was wrong, or out of its band. */
export async function share(
  shipped: readonly ShippedTable[],
  { seed, count, percent }: { readonly seed: number; readonly count: number; readonly percent: number },
  print: Print,
): Promise<number> {
  const tables = shipped.map(({ table }) => table);
  const found = await measureShare(tables, seed, count, percent);
  const { all, differences } = found;
  print('invented people at the rates of src-server/review/sample/rates.ts; oracle: sample/oracle.ts');
  print(line(headings));
  for (const [id, counts] of found.tables) print(line([id, ...cells(counts)]));
  print(line(['all', ...cells(all)]));
  for (const { application, found: said, expected } of differences.slice(0, 20)) {
    const { request, truth } = application;
    print(JSON.stringify({ table: request.tableId, at: request.appliedAt, said, expected, truth }));
  }
  const out = outOfBand(all, percent);
  for (const one of out) print(one);
  const { wrongApprovals, wrongRefusals, missed } = all;
  const wrong = wrongApprovals + wrongRefusals + missed;
  const summary = { seed, applications: count, ...sharesOf(all), wrongApprovals, wrongRefusals, missed };
  print(JSON.stringify({ ...summary, outOfBand: out.length }));
  return wrong + out.length === 0 ? 0 : 1;
}

const headings = [
  ...['table', 'cases', 'approve', 'promise', 'correct', 'refuse', 'person'],
  ...['automatic', 'after-check', 'wrong approvals', 'wrong refusals', 'otherwise wrong'],
];

function cells(counts: Counts): string[] {
  const { applications, kinds, afterChecked, wrongApprovals, wrongRefusals, missed } = counts;
  const { automaticPercent } = sharesOf(counts);
  return [
    ...[applications, kinds.approve, kinds.acceptWithPromise, kinds.correct, kinds.refuse, kinds.toPerson],
    `${automaticPercent.toFixed(1)} %`,
    ...[afterChecked, wrongApprovals, wrongRefusals, missed],
  ].map(String);
}

const line = (words: readonly string[]) =>
  words.map((word, index) => word.padStart(Math.max(7, headings[index]?.length ?? 0))).join('  ');

/** Moved so, a boundary decides nothing otherwise: why. */
const noFault: Readonly<Record<string, string>> = {
  'T3 faceScore 0 moved to -1': 'no score is below 0',
  'T3 faceScore 1 moved to 2': 'no score is above 1',
  'T3 liveness 0 moved to -1': 'no score is below 0',
  'T3 liveness 1 moved to 2': 'no score is above 1',
  'T3 failedAttempts 0 moved to -1': 'nobody fails less than never',
  'T7 daysLeft 0 moved to -1': 'late or not, it is approved; the sentence differs',
  'T7 daysLeft 0 moved to 1': 'late or not, it is approved; the sentence differs',
  'T8 monthDay 630 moved to 631': 'June has 30 days',
  'T8 monthDay 101 moved to 100': 'no month has a day 0',
  'T10 points 0 moved to -1': 'nobody has less than no points',
  'T10 points 11 moved to 12': 'who has 12 is refused by the row before',
};

/** Every row dropped and every boundary moved, one at a time. 1: nobody noticed one of them. */
export async function mutants(
  shipped: readonly ShippedTable[],
  { seed, count }: { readonly seed: number; readonly count: number },
  print: Print,
): Promise<number> {
  const total = { mutants: 0, refused: 0, found: 0, noFault: 0, unnoticed: 0 };
  for (const { content } of shipped)
    for (const { fault, refused, difference } of await catchMutants(content, seed, count)) {
      total.mutants += 1;
      total.refused += Number(refused);
      total.found += Number(difference !== null);
      const known = noFault[fault];
      const by = [
        ...(refused ? ['not taken as a table'] : []),
        ...(difference === null ? [] : [`says ${difference.found} for ${difference.expected}`]),
      ];
      if (by.length === 0 && known !== undefined) total.noFault += 1;
      if (by.length === 0 && known === undefined) total.unnoticed += 1;
      print(`${fault}: ${by.join(', ') || known || 'NOBODY NOTICED'}`);
    }
  print(JSON.stringify({ seed, applications: count, ...total }));
  return total.unnoticed === 0 ? 0 : 1;
}
