import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { suppliesOf, trayOf } from './supplies.ts';
import type { IppAttribute } from './values.ts';

const octets = (name: string, ...texts: readonly string[]): IppAttribute => ({
  name,
  values: texts.map((text) => ({ tag: 'octetString', value: Uint8Array.from(Buffer.from(text)) })),
});
const names = (name: string, ...texts: readonly string[]): IppAttribute => ({
  name,
  values: texts.map((value) => ({ tag: 'keyword', value })),
});
const numbers = (name: string, ...values: readonly number[]): IppAttribute => ({
  name,
  values: values.map((value) => ({ tag: 'integer', value })),
});
const said = (...attributes: readonly IppAttribute[]) => suppliesOf({ tag: 'printer', attributes });
const tray = (name: string, level: number) =>
  `type=sheetFeedAutoRemovableTray;mediafeed=0;mediaxfeed=0;maxcapacity=250;level=${level};status=0;name=${name};`;

describe('what a printer says of its trays and cartridges', () => {
  it('reads the trays of PWG 5100.13', () => {
    expect(said(octets('printer-input-tray', tray('Tray 1', 100), tray('Tray 2', -2))).trays).toEqual([
      { name: 'Tray 1', sheetsLeft: 100, capacity: 250 },
      { name: 'Tray 2', sheetsLeft: null, capacity: 250 },
    ]);
  });

  it.each([-1, -2, -3])('level %i is no number of sheets', (level) => {
    expect(said(octets('printer-input-tray', tray('main', level))).trays[0]?.sheetsLeft).toBeNull();
  });

  it('finds a tray by the keyword that a job uses, else by its place', () => {
    const named = said(octets('printer-input-tray', tray('Tray 1', 3), tray('Tray_2', 4)));
    expect(trayOf(named, 'tray-2')?.sheetsLeft).toBe(4);
    expect(trayOf(named, 'main')).toBeUndefined();
    const placed = said(
      octets('printer-input-tray', tray('Kassette oben', 3), tray('Kassette unten', 4)),
      names('media-source-supported', 'top', 'bottom'),
    );
    expect(trayOf(placed, 'bottom')?.sheetsLeft).toBe(4);
    expect(trayOf(placed, 'middle')).toBeUndefined();
    const uneven = said(
      octets('printer-input-tray', tray('Kassette oben', 3)),
      names('media-source-supported', 'auto', 'top'),
    );
    expect(trayOf(uneven, 'top')).toBeUndefined();
  });

  it('reads cartridges of PWG 5100.13, and no waste container', () => {
    const supplies = said(
      octets(
        'printer-supply',
        'index=1;class=receptacleThatIsFilled;type=wasteToner;unit=percent;maxcapacity=100;level=25;colorantname=unknown;',
        'index=2;class=supplyThatIsConsumed;type=toner;unit=percent;maxcapacity=100;level=75;colorantname=black;',
        'index=3;class=supplyThatIsConsumed;type=toner;unit=impressions;maxcapacity=2600;level=650;colorantname=cyan;',
        'index=4;class=supplyThatIsConsumed;type=opc;unit=percent;maxcapacity=-2;level=60;colorantname=drum;',
      ),
    );
    expect(supplies.markers).toEqual([
      { name: 'black', percentLeft: 75 },
      { name: 'cyan', percentLeft: 25 },
      { name: 'drum', percentLeft: 60 },
    ]);
  });

  it('reads the lists of CUPS where there is nothing better', () => {
    const supplies = said(
      names('marker-names', 'Black', 'Waste', 'Drum'),
      names('marker-types', 'toner', 'waste-toner', 'opc'),
      numbers('marker-levels', 40, 90, -2),
    );
    expect(supplies.markers).toEqual([
      { name: 'Black', percentLeft: 40 },
      { name: 'Drum', percentLeft: null },
    ]);
  });

  it('survives whatever stands there', () => {
    const nothing = { trays: [], mediaSources: [], markers: [] };
    expect(suppliesOf(undefined)).toEqual(nothing);
    fc.assert(
      fc.property(fc.string(), fc.string(), (first, second) => {
        const { trays, markers } = said(
          octets('printer-input-tray', first),
          octets('printer-supply', second),
        );
        expect(trays).toHaveLength(1);
        for (const { percentLeft } of markers)
          if (percentLeft !== null) expect(percentLeft).toBeLessThanOrEqual(100);
      }),
    );
  });
});
