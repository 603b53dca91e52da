import { createInterface } from 'node:readline';
import { hashStaffPin, staffPin } from '../src-main/terminal/configuration/staff-pin.ts';

/**
 * Prints the line for `staff.pinScrypt` in config/terminal.yaml. The PIN is read from standard input, never
 * from the command line, where every user of the machine could see it.
 */
process.stderr.write('staff PIN (6 to 12 digits): ');
for await (const line of createInterface({ input: process.stdin })) {
  const pin = line.trim();
  if (!staffPin.test(pin)) {
    process.stderr.write('a staff PIN is 6 to 12 digits\n');
    process.exit(1);
  }
  process.stdout.write(`pinScrypt: '${await hashStaffPin(pin)}'\n`);
  process.exit(0);
}
process.stderr.write('no PIN was given\n');
process.exit(1);
