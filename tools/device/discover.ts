import { discover } from '../../devices/manager/discovery/discover.ts';
import { type DescribedDevice, proposeConfiguration } from '../../devices/manager/discovery/proposal.ts';
import { serialTransport } from '../../devices/transport/serial.ts';
import { serialPorts } from '../../devices/transport/serial-ports.ts';
import type { ExitCode, Hand } from './run.ts';

/** Asks the ports that are named, or else all of this computer, who is there; prints a fragment of terminal.yaml. */
export async function discoverByHand(named: readonly string[], hand: Hand): Promise<ExitCode> {
  const paths = named.length > 0 ? named : await serialPorts();
  if (paths.length === 0) hand.say('this computer has no serial port; name one behind "discover"');
  const ports = await discover(paths, {
    clock: hand.clock,
    open: (path, serial) => serialTransport({ path, ...serial }),
    onAsking: (path, driver) => hand.say(`${path}: ${driver}?`),
  });
  const described = named.length > 0 ? [] : await hidDevices(hand);
  hand.print(proposeConfiguration(ports, described));
  return ports.some(({ candidates }) => candidates.length > 0) || described.length > 0 ? 0 : 1;
}

/** HID devices tell what they are; nothing is sent to them. */
async function hidDevices(hand: Hand): Promise<readonly DescribedDevice[]> {
  try {
    const { default: hid } = await import('node-hid');
    return await hid.devicesAsync();
  } catch (error) {
    hand.say(`no HID devices: ${error instanceof Error ? error.message : String(error)}`);
    return [];
  }
}
