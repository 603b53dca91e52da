import { describe, expect, it } from 'vitest';
import { comparePrints, type Prints } from './compare-prints.ts';

const certificate = (number: string, person: string) => ({ number, person, void: false });
const well: Prints = {
  books: {
    certificates: [certificate('YP1', 'a'), certificate('YP2', 'b')],
    prints: [
      { person: 'a', counted: 1 },
      { person: 'b', counted: 1 },
    ],
  },
  told: ['YP1', 'YP2'],
  tray: ['YP2', 'YP1'],
  openJobs: [],
};

describe('certificates, papers and counts', () => {
  it('are well when each came out once and is counted once', () => {
    expect(comparePrints(well)).toEqual([]);
  });

  it('are well while staff are shown what did not come out', () => {
    expect(comparePrints({ ...well, tray: ['YP1'], openJobs: [{ certificateNumber: 'YP2' }] })).toEqual([]);
  });

  it('are well when one is void, with its count given back, whether or not it came out', () => {
    const [first] = well.books.certificates;
    const books = {
      certificates: [...(first ? [first] : []), { number: 'YP2', person: 'b', void: true }],
      prints: [
        { person: 'a', counted: 1 },
        { person: 'b', counted: 0 },
      ],
    };
    expect(comparePrints({ ...well, books })).toEqual([]);
    expect(comparePrints({ ...well, books, tray: ['YP1'] })).toEqual([]);
  });

  it.each<[string, Partial<Prints>]>([
    ['YP2 was printed 2 times', { tray: ['YP1', 'YP2', 'YP2'] }],
    ['YP2 was issued, and is neither printed nor shown to staff', { tray: ['YP1'] }],
    [
      'YP2 was issued, and is neither printed nor shown to staff',
      { tray: ['YP1'], openJobs: [{ certificateNumber: null }] },
    ],
    ['paper YP3 was never issued', { tray: ['YP1', 'YP2', 'YP3'] }],
    ['a paper has no number', { tray: ['YP1', 'YP2', null] }],
    ['the centre was told 2 times of YP1', { told: ['YP1', 'YP1', 'YP2'] }],
    ['the centre was told 0 times of YP2', { told: ['YP1'] }],
    ['the terminal tells of YP3, which was never issued', { told: ['YP1', 'YP2', 'YP3'] }],
    [
      'somebody has 1 certificates, and 2 are counted',
      {
        books: {
          ...well.books,
          prints: [
            { person: 'a', counted: 1 },
            { person: 'b', counted: 2 },
          ],
        },
      },
    ],
    ['somebody has 1 certificates, and 0 are counted', { books: { ...well.books, prints: [] } }],
    ['somebody has 0 certificates, and 1 are counted', { books: { ...well.books, certificates: [] } }],
    [
      // A paper printed again under a new number.
      'somebody who came once has 2 certificates',
      {
        books: {
          certificates: [...well.books.certificates, certificate('YP3', 'b')],
          prints: [
            { person: 'a', counted: 1 },
            { person: 'b', counted: 2 },
          ],
        },
        told: ['YP1', 'YP2', 'YP3'],
        tray: ['YP1', 'YP3'],
      },
    ],
  ])('%s', (what, wrong) => {
    expect(comparePrints({ ...well, ...wrong })).toContain(what);
  });
});
