import type { Books } from './centre.ts';

export interface Prints {
  readonly books: Pick<Books, 'certificates' | 'prints'>;
  /** Numbers that the terminal told the centre of as issued. */
  readonly told: readonly string[];
  /** On each paper that came out; null: a paper without one. */
  readonly tray: readonly (string | null)[];
  /** Of the jobs that staff have not decided yet. */
  readonly openJobs: readonly { readonly certificateNumber: string | null }[];
}

/** Certificates, papers and counts, with the machine at rest. Everybody came once. Answers every broken invariant, in words. */
export function comparePrints({ books, told, tray, openJobs }: Prints): string[] {
  const wrong: string[] = [];
  const times = <T>(all: readonly T[], one: T) => all.filter((each) => each === one).length;
  const good = books.certificates.filter((certificate) => !certificate.void);

  for (const number of new Set(tray)) {
    if (number === null) wrong.push('a paper has no number');
    else if (!books.certificates.some((certificate) => certificate.number === number))
      wrong.push(`paper ${number} was never issued`);
    if (times(tray, number) > 1) wrong.push(`${number} was printed ${times(tray, number)} times`);
  }
  for (const { number } of good) {
    const open = openJobs.some(({ certificateNumber }) => certificateNumber === number);
    if (!tray.includes(number) && !open)
      wrong.push(`${number} was issued, and is neither printed nor shown to staff`);
  }
  for (const { number } of books.certificates)
    if (times(told, number) !== 1)
      wrong.push(`the centre was told ${times(told, number)} times of ${number}`);
  for (const number of new Set(told))
    if (!books.certificates.some((certificate) => certificate.number === number))
      wrong.push(`the terminal tells of ${number}, which was never issued`);
  const people = new Set([...books.prints, ...books.certificates].map(({ person }) => person));
  for (const person of people) {
    const counted = books.prints.find((print) => print.person === person)?.counted ?? 0;
    const issued = good.filter((certificate) => certificate.person === person).length;
    if (counted !== issued) wrong.push(`somebody has ${issued} certificates, and ${counted} are counted`);
    if (issued > 1) wrong.push(`somebody who came once has ${issued} certificates`);
  }
  return wrong;
}
