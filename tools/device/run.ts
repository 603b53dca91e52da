import { existsSync, readdirSync } from 'node:fs';
import { CctalkBuses } from '../../devices/drivers/cctalk/buses.ts';
import { pacedLine } from '../../devices/emulation/paced-line.ts';
import { type AnyDevice, createDevice } from '../../devices/manager/create-device.ts';
import type { DeviceEntry } from '../../devices/manager/entry.ts';
import { type Profile, readProfile } from '../../devices/manager/profile.ts';
import { recordToFile } from '../../devices/manager/recorder.ts';
import { CameraDesk } from '../../devices/transport/camera-desk.ts';
import { nodeHelper } from '../../devices/transport/helper-process.ts';
import { memoryLine } from '../../devices/transport/memory.ts';
import type { Transport } from '../../devices/transport/transport.ts';
import { type Clock, sleep } from '../../src-shared/clock.ts';
import { type Arguments, parseArguments } from './arguments.ts';
import { type HandCommand, handCommands } from './commands.ts';
import { discoverByHand } from './discover.ts';
import { type EmulatedUnit, emulatedUnit } from './emulated.ts';

export interface Hand {
  /** config/devices */
  readonly profiles: string;
  readonly clock: Clock;
  /** A line for the person. */
  say(line: string): void;
  /** What the device answered, for programs. */
  print(json: string): void;
  /** Asks a person; false where nobody can be asked. */
  confirm(question: string): Promise<boolean>;
}

const usage = `usage: npm run device -- <profile> <command> [what it takes] [options]
       npm run device -- <profile> commands
       npm run device -- discover [port ...]
options: --emulated         the emulated unit of the driver, in place of a real one
         --set <switch>[=v] moves a switch of the emulated unit first (may be repeated)
         --line <where>     /dev/ttyUSB0, COM3, 127.0.0.1:9100, ipp://host/ipp/print
         --yes              do not ask before something moves
         --timeout <s>      seconds for the command, 60 when absent
         --record <file>    record the bytes on the line, personal data masked`;

/** 0: done. 1: the device did not do it. 2: it was not asked rightly. */
export type ExitCode = 0 | 1 | 2;

export async function runByHand(given: readonly string[], hand: Hand): Promise<ExitCode> {
  const parsed = parseArguments(given);
  if (!parsed.ok) return misused(hand, parsed.error);
  const [profileName, commandName] = parsed.value.words;
  if (profileName === undefined) return misused(hand, 'expected a profile');
  if (profileName === 'discover') return discoverByHand(parsed.value.words.slice(1), hand);
  const known = readdirSync(hand.profiles).map((file) => file.replace(/\.yaml$/, ''));
  if (!known.includes(profileName)) {
    return misused(hand, `no profile ${profileName}; there are ${known.join(', ')}`);
  }
  if (commandName === undefined) return misused(hand, `expected a command; "commands" lists them`);
  const profile = await readProfile(hand.profiles, profileName);
  if (!profile.ok) return misused(hand, profile.error.map(({ message }) => message).join('\n'));

  const unit = parsed.value.emulated ? emulatedUnit(profile.value, hand.clock) : undefined;
  if (parsed.value.emulated && unit === undefined) {
    return misused(hand, `the driver ${profile.value.driver} has no emulated unit here`);
  }
  const entry =
    unit === undefined
      ? entryOf(profileName, parsed.value.line)
      : { id: profileName, profile: profileName, transport: lineTo(unit, profile.value, hand.clock) };
  if (typeof entry === 'string') return misused(hand, entry);
  const { record } = parsed.value;
  if (record !== null && existsSync(record)) return misused(hand, `${record} is there already`);
  const { driver } = profile.value;
  const tap =
    record === null
      ? undefined
      : (line: Transport) => recordToFile(line, { driver, file: record, clock: hand.clock });
  const device = createDevice(
    { ...entry, tap },
    profile.value,
    hand.clock,
    new CctalkBuses(),
    nodeHelper,
    new CameraDesk(),
  );
  if (!device.ok) {
    const problems = device.error.map(({ message }) => message).join('\n');
    return misused(hand, `${problems}: use --line or --emulated`);
  }
  return command(device.value, parsed.value, hand, unit);
}

async function command(
  device: AnyDevice,
  asked: Arguments,
  hand: Hand,
  unit: EmulatedUnit | undefined,
): Promise<ExitCode> {
  const [, name = '', ...words] = asked.words;
  const commands = handCommands(device);
  if (name === 'commands') {
    for (const [id, one] of Object.entries(commands)) hand.say(inWords(id, one));
    for (const { id, label, options } of unit?.unit.describe().switches ?? []) {
      hand.say(`--set ${id}${options === undefined ? '' : `=<${options.join('|')}>`}  ${label}`);
    }
    return 0;
  }
  const chosen = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (chosen === undefined) {
    return misused(hand, `no command ${name}; there are ${Object.keys(commands).join(', ')}`);
  }
  if (chosen.moves && !asked.yes && !(await hand.confirm(`${device.id}: ${chosen.does}? `))) {
    return misused(hand, `${name} moves something: confirm it, or say --yes`);
  }
  try {
    const opened = await device.open();
    if (!opened.ok && !(await comesUp(device, hand.clock, unit === undefined ? 1_000 : emulatedStartMs))) {
      hand.say(`${device.id} does not answer: ${opened.error.description}`);
      return 1;
    }
    return await carryOut(chosen, words, asked, hand, unit);
  } finally {
    await device.close();
  }
}

async function carryOut(
  chosen: HandCommand,
  words: readonly string[],
  asked: Arguments,
  hand: Hand,
  unit: EmulatedUnit | undefined,
): Promise<ExitCode> {
  const { clock, say } = hand;
  // A mouth that is shut takes nothing: hands come when the command has begun.
  if (!chosen.moves) handle(asked, unit, say);
  const cancelHands = chosen.moves ? clock.schedule(1_000, () => handle(asked, unit, say)) : () => {};
  const answer = await chosen.run(words, { options: { timeoutMs: asked.timeoutMs }, clock, say });
  cancelHands();
  for (const line of unit?.unit.describe().holds ?? []) say(`the unit: ${line}`);
  if (answer.ok) {
    hand.print(JSON.stringify(answer.value ?? null, null, 2));
    return 0;
  }
  if (typeof answer.error === 'string') return misused(hand, answer.error);
  const { completionCode, errorCode, description, outcome } = answer.error;
  say(`${outcome}: ${errorCode ?? completionCode}: ${description}`);
  hand.print(JSON.stringify({ error: answer.error }, null, 2));
  return 1;
}

/** Moves the switches of the emulated unit. */
function handle({ set }: Arguments, unit: EmulatedUnit | undefined, say: Hand['say']): void {
  for (const [id, value] of set) {
    try {
      unit?.unit.set(id, value);
    } catch (error) {
      say(`--set ${id}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
}

/** An emulated unit was switched on this moment, and tests itself as a real one does. */
const emulatedStartMs = 30_000;

/** The device goes on trying by itself; true when it answers within this time. */
async function comesUp(device: AnyDevice, clock: Clock, withinMs: number): Promise<boolean> {
  const isUp = () => !['offline', 'noDevice', 'starting'].includes(device.status.device);
  const up = new AbortController();
  const stop = device.onStatusChanged(() => {
    if (isUp()) up.abort();
  });
  if (!isUp()) await sleep(clock, withinMs, up.signal);
  stop();
  return isUp();
}

/** Where the device hangs, or why that is not understood. */
function entryOf(profile: string, line: string | null): DeviceEntry | string {
  const entry = { id: profile, profile };
  if (line === null) return entry;
  if (/^ipps?:/.test(line)) return { ...entry, uri: line };
  const port = /^(?:127\.0\.0\.1|localhost):(\d+)$/.exec(line)?.[1];
  if (port !== undefined) return { ...entry, port: Number(port) };
  return /^[^/\\]*:\d+$/.test(line)
    ? 'a unit on another host needs a profile with `line: { kind: tcp, host, port }`'
    : { ...entry, path: line };
}

/** A line in memory to the unit, at the pace of the profile's. */
function lineTo({ onLine }: EmulatedUnit, profile: Profile, clock: Clock): Transport {
  const line = 'line' in profile.settings ? profile.settings.line : undefined;
  const baudRate = line !== undefined && 'baudRate' in line ? line.baudRate : undefined;
  const memory = memoryLine('the emulated unit');
  onLine.attach(baudRate === undefined ? memory.unit : pacedLine(memory.unit, clock, baudRate));
  return memory.host;
}

const inWords = (id: string, { takes, does, moves }: HandCommand) =>
  `${[id, takes].filter(Boolean).join(' ')}  ${does}${moves ? ' (moves)' : ''}`;

function misused(hand: Hand, expected: string): ExitCode {
  hand.say(expected);
  hand.say(usage);
  return 2;
}
