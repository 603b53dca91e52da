import type { PortFinding } from './discover.ts';

/** A device of this computer that tells what it is without being asked: HID. */
export interface DescribedDevice {
  readonly path?: string | undefined;
  readonly vendorId: number;
  readonly productId: number;
  readonly usagePage?: number | undefined;
}

/** USB HID Usage Tables: bar code scanner page. */
const scannerPage = 0x8c;

/** The `devices:` of terminal.yaml that fit what was found: a fragment for a person to look over and take. */
export function proposeConfiguration(
  ports: readonly PortFinding[],
  described: readonly DescribedDevice[] = [],
): string {
  const lines = ['devices:'];
  const taken = new Set<string>();
  const entry = (profile: string, path: string | undefined, says: string) => {
    const id = freeName(profile, taken);
    taken.add(id);
    lines.push(`  # ${says.replace(/\s+/g, ' ')}`, `  - id: ${id}`, `    profile: ${profile}`);
    if (path !== undefined) lines.push(`    path: ${JSON.stringify(path)}`);
  };
  for (const { path, candidates, problem } of ports) {
    if (problem !== null) lines.push(`  # ${path}: ${problem}`);
    else if (candidates.length === 0) lines.push(`  # ${path}: nothing that is known answered`);
    for (const { profile, score, says } of candidates) entry(profile, path, `${score} of 100: ${says}`);
  }
  for (const { usagePage, vendorId, productId, path } of described) {
    const id = `${hex(vendorId)}:${hex(productId)}`;
    if (usagePage === scannerPage)
      entry('hid-pos-scanner', path, `HID ${id}, a scanner by its own description`);
  }
  return `${lines.join('\n')}\n`;
}

/** `sdt-identity-card-reader` -> `identityCardReader`, `identityCardReader2` ... */
function freeName(profile: string, taken: ReadonlySet<string>): string {
  const words = profile.split('-').slice(1);
  const name = words
    .map((word, at) => (at === 0 ? word : word.charAt(0).toUpperCase() + word.slice(1)))
    .join('');
  for (let number = 1; ; number++) {
    const free = number === 1 ? name : `${name}${number}`;
    if (!taken.has(free)) return free;
  }
}

const hex = (value: number) => value.toString(16).padStart(4, '0');
