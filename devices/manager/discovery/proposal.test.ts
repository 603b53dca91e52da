import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { groups } from './discover.ts';
import { proposeConfiguration } from './proposal.ts';

const reader = { driver: 'sdt', profile: 'sdt-identity-card-reader', score: 100, says: 'module: good' };

it('what was found becomes a fragment of terminal.yaml, with a name for each', () => {
  const proposal = proposeConfiguration(
    [
      { path: '/dev/ttyS0', candidates: [reader], problem: null },
      { path: '/dev/ttyS1', candidates: [reader], problem: null },
      { path: '/dev/ttyS2', candidates: [], problem: null },
      { path: '/dev/ttyS3', candidates: [], problem: 'in use' },
    ],
    [
      { path: '/dev/hidraw0', vendorId: 0x0c2e, productId: 0x0b61, usagePage: 0x8c },
      { path: '/dev/hidraw1', vendorId: 1, productId: 2, usagePage: 1 },
    ],
  );
  expect(parse(proposal)).toEqual({
    devices: [
      { id: 'identityCardReader', profile: 'sdt-identity-card-reader', path: '/dev/ttyS0' },
      { id: 'identityCardReader2', profile: 'sdt-identity-card-reader', path: '/dev/ttyS1' },
      { id: 'posScanner', profile: 'hid-pos-scanner', path: '/dev/hidraw0' },
    ],
  });
  expect(proposal).toContain('# /dev/ttyS2: nothing that is known answered');
  expect(proposal).toContain('# /dev/ttyS3: in use');
});

it('what a unit says of itself cannot become configuration', () => {
  const says = 'evil\n  - id: another\n    profile: nobody';
  const proposal = proposeConfiguration([{ path: 'p', candidates: [{ ...reader, says }], problem: null }]);
  expect(parse(proposal).devices).toHaveLength(1);
});

it('every profile that is proposed is shipped', () => {
  for (const { profile } of groups.flat()) {
    const file = fileURLToPath(new URL(`../../../config/devices/${profile}.yaml`, import.meta.url));
    expect(existsSync(file), profile).toBe(true);
  }
});
