import { numbersOf, stringsOf } from './attributes.ts';
import type { IppGroup } from './values.ts';

/** An input tray as the printer describes it (printer-input-tray, PWG 5100.13 section 5.6.2). */
export interface InputTray {
  readonly name: string;
  /** Sheets; null where the printer has no sensor for more than "some". */
  readonly sheetsLeft: number | null;
  readonly capacity: number | null;
}

/** What the picture is made of: toner, ink, a drum. Waste containers are none. */
export interface Marker {
  readonly name: string;
  /** 0 to 100; null where the printer does not measure it. */
  readonly percentLeft: number | null;
}

export interface Supplies {
  readonly trays: readonly InputTray[];
  /** Keywords by which a job names the trays, in the same order where there are as many. */
  readonly mediaSources: readonly string[];
  readonly markers: readonly Marker[];
}

export function suppliesOf(group: IppGroup | undefined): Supplies {
  const supplies = described(stringsOf(group, 'printer-supply')).map((supply) => ({
    name: supply.get('colorantname') ?? supply.get('type') ?? '',
    type: supply.get('type') ?? '',
    percentLeft: percentOf(supply.get('level'), supply.get('maxcapacity')),
  }));
  const markers = supplies.length > 0 ? supplies : cupsMarkers(group);
  return {
    trays: described(stringsOf(group, 'printer-input-tray')).map((tray) => ({
      name: tray.get('name') ?? '',
      sheetsLeft: count(tray.get('level')),
      capacity: count(tray.get('maxcapacity')),
    })),
    mediaSources: stringsOf(group, 'media-source-supported'),
    markers: markers
      .filter(({ type }) => !/^waste/i.test(type))
      .map(({ name, percentLeft }) => ({ name, percentLeft })),
  };
}

/** The tray that a job's `media-source` takes; undefined where the printer does not describe it. */
export function trayOf(supplies: Supplies, source: string): InputTray | undefined {
  const { trays, mediaSources } = supplies;
  const named = trays.find(({ name }) => name.toLowerCase().replaceAll(/[\s_]+/g, '-') === source);
  if (named !== undefined || trays.length !== mediaSources.length) return named;
  return trays[mediaSources.indexOf(source)];
}

/** The lists of CUPS, one value a marker. */
function cupsMarkers(group: IppGroup | undefined) {
  const names = stringsOf(group, 'marker-names');
  const types = stringsOf(group, 'marker-types');
  return numbersOf(group, 'marker-levels').map((level, index) => ({
    name: names[index] ?? '',
    type: types[index] ?? '',
    percentLeft: percentOf(String(level), '100'),
  }));
}

/** `type=toner;level=25;` */
function described(texts: readonly string[]): ReadonlyMap<string, string>[] {
  return texts.map((text) => {
    const pairs = text
      .split(';')
      .map((pair) => [pair.split('=')[0], pair.split('=').slice(1).join('=')] as const);
    return new Map(
      pairs.flatMap(([key, value]) => (key && value ? [[key.trim().toLowerCase(), value]] : [])),
    );
  });
}

/** Negative numbers say: another unit, unknown, some. */
function count(text: string | undefined): number | null {
  return text !== undefined && /^\d{1,6}$/.test(text) ? Number(text) : null;
}

function percentOf(level: string | undefined, capacity: string | undefined): number | null {
  const left = count(level);
  // Of unknown capacity: the level is a percentage then.
  const whole = count(capacity) || 100;
  return left === null ? null : Math.min(100, Math.round((left * 100) / whole));
}
