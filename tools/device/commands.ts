import type { CashAcceptor, CashRecycler } from '../../devices/contract/cash-acceptor.ts';
import type { CommandOptions, DeviceError } from '../../devices/contract/common.ts';
import type { PinPad } from '../../devices/contract/pin-pad.ts';
import type { AnyDevice } from '../../devices/manager/create-device.ts';
import { askHoldings } from '../../devices/manager/holdings.ts';
import { selfTest } from '../../devices/manager/self-test.ts';
import type { Clock } from '../../src-shared/clock.ts';
import { err, ok, type Result } from '../../src-shared/result.ts';
import { Sensitive } from '../../src-shared/sensitive.ts';
import { testPage } from './test-page.ts';
import { testSlip } from './test-slip.ts';

/** What a person can ask of a unit by hand. */
export interface HandCommand {
  /** What it takes: `<count> [unit]`. */
  readonly takes: string;
  readonly does: string;
  /** It moves cards, paper or money: asked before. */
  readonly moves: boolean;
  run(words: readonly string[], call: Call): Promise<Answer>;
}

export interface Call {
  readonly options: CommandOptions;
  readonly clock: Clock;
  /** One line for the person who waits. */
  readonly say: (line: string) => void;
}

/** A string is what was expected of the words behind the command. */
export type Answer = Result<unknown, DeviceError | string>;

type Commands = Readonly<Record<string, HandCommand>>;

const asks = (does: string, run: HandCommand['run'], takes = ''): HandCommand => ({
  takes,
  does,
  moves: false,
  run,
});
const moves = (does: string, run: HandCommand['run'], takes = ''): HandCommand => ({
  takes,
  does,
  moves: true,
  run,
});

/** The commands of a device: those of every device, and those of its class. */
export function handCommands(device: AnyDevice): Commands {
  return {
    status: asks('its last status', async () => ok(device.status)),
    holdings: asks('what it holds', async () =>
      ok((await askHoldings(device)).map(({ code, description }) => ({ code, description }))),
    ),
    'self-test': asks(
      'is it there, does it answer, has it what it needs, is it empty',
      async (_, { clock }) => ok(await selfTest(device, clock)),
    ),
    ...ofClass(device),
  };
}

function ofClass(device: AnyDevice): Commands {
  switch (device.class) {
    case 'identityCardReader':
      return {
        identify: asks('the number of its security module', (_, { options }) => device.readModuleId(options)),
        'read-card': asks('wait for a card and read it (personal data masked)', (_, { options, say }) =>
          device.readCard({ ...options, onProgress: (stage) => say(`${stage} ...`) }),
        ),
        'read-additional-address': asks(
          'the same, and the address that was added later',
          (_, { options, say }) =>
            device.readCard({
              ...options,
              additionalAddress: true,
              onProgress: (stage) => say(`${stage} ...`),
            }),
        ),
      };
    case 'barcodeReader':
      return {
        read: asks('wait for a code and read it (what it says is masked)', (_, { options }) =>
          device.read(options),
        ),
      };
    case 'cardReader':
      return {
        'read-card': asks('wait for a card and read it (personal data masked)', (_, { options }) =>
          device.readCard(options),
        ),
      };
    case 'receiptPrinter':
      return {
        identify: asks('its status, asked now', (_, { options }) => device.queryStatus(options)),
        'print-test': moves('print and cut a test slip', (_, { options }) => device.print(testSlip, options)),
        retract: moves('draw the slip in the mouth into the machine', (_, { options }) =>
          device.controlMedia('retract', options),
        ),
        eject: moves('push the slip in the mouth out', (_, { options }) =>
          device.controlMedia('eject', options),
        ),
      };
    case 'documentPrinter':
      return {
        identify: asks('its status, asked now', (_, { options }) => device.queryStatus(options)),
        'print-test': moves('print a test page', async (_, { options, clock, say }) =>
          device.print({
            ...options,
            jobName: `test-page-${clock.now()}`,
            pdf: await testPage(new Date(clock.now()).toISOString()),
            pages: 1,
            onProgress: ({ state, reasons }) => say([state, ...reasons].join(' ')),
          }),
        ),
      };
    case 'cashAcceptor':
      return { ...acceptor(device), ...('payOut' in device ? recycler(device as CashRecycler) : {}) };
    case 'cashDispenser':
      return {
        identify: asks('what it gives', async () => ok(device.itemTypes)),
        'last-dispense': asks('what it remembers of its last dispense', (_, { options }) =>
          device.lastDispense(options),
        ),
        dispense: moves(
          'give items to the front',
          async ([count, unit], { options }) => {
            const asked = amountOf(count, 'a count of 1 or more');
            const from = unit ?? device.status.units[0]?.id ?? '';
            return asked.ok ? device.dispense(from, asked.value, options) : asked;
          },
          '<count> [unit]',
        ),
        reset: moves('clear the path into the reject tray', (_, { options }) => device.reset(options)),
      };
    case 'coinAcceptor':
      return {
        identify: asks('what it takes', async () => ok(device.itemTypes)),
        accept: moves('take coins until the time is over', async (_, call) => {
          const enabled = await device.enable(
            device.itemTypes.map(({ value }) => value),
            call.options,
          );
          if (!enabled.ok) return enabled;
          const taken: unknown[] = [];
          const stop = device.onEvent((event) => {
            taken.push(event);
            call.say(JSON.stringify(event));
          });
          await passed(call);
          stop();
          const disabled = await device.disable(call.options);
          return disabled.ok ? ok(taken) : disabled;
        }),
      };
    case 'pinPad':
      return {
        identify: asks('its keys, by their check values', (_, { options }) => checkValues(device, options)),
        'read-pin': asks('let somebody type a PIN; its block is not shown', async (_, { options, say }) => {
          const block = await device.readPinBlock({
            ...options,
            format: 'iso0',
            keyName: device.keyNames[0] ?? '',
            account: new Sensitive('0'.repeat(16), 'zeros'),
            minimumLength: 4,
            maximumLength: 12,
            onProgress: ({ entered }) => say('*'.repeat(entered)),
          });
          return block.ok ? ok(`a block of ${block.value.length} bytes`) : block;
        }),
      };
    case 'auxiliaries':
      return {
        identify: asks('its lights and outlets', async () =>
          ok({ lights: device.lights, outlets: device.outlets }),
        ),
        light: asks(
          'switch a light',
          async ([name, rate], { options }) => {
            const light = device.lights.find((one) => one === name);
            const flash = flashRates.find((one) => one === rate);
            if (light === undefined) return err(`expected one of ${device.lights.join(', ')}`);
            if (flash === undefined) return err(`expected one of ${flashRates.join(', ')}`);
            return device.setLight(light, flash, options);
          },
          '<light> <rate>',
        ),
        'power-cycle': moves(
          'cut the supply of a device and give it back',
          async ([id = ''], { options }) => device.powerCycle(id, options),
          '<device>',
        ),
      };
    case 'powerSupply':
      return {
        shutdown: moves(
          'switch its output off after a while',
          async ([seconds], { options }) => {
            const asked = amountOf(seconds, 'seconds, 12 to 600');
            return asked.ok ? device.scheduleShutdown(asked.value * 1_000, options) : asked;
          },
          '<seconds>',
        ),
        'cancel-shutdown': asks('take a shutdown back', (_, { options }) => device.cancelShutdown(options)),
      };
    case 'locker':
      return {
        identify: asks('its doors and what lies behind them', async () => ok(device.status.compartments)),
        'open-door': moves(
          'open a door; it is closed by hand',
          async ([number], { options }) => {
            const asked = amountOf(number, 'the number of a compartment');
            return asked.ok ? device.openDoor(asked.value, options) : asked;
          },
          '<compartment>',
        ),
      };
    default:
      return {};
  }
}

const flashRates = ['off', 'slow', 'medium', 'quick', 'continuous'] as const;

async function checkValues(device: PinPad, options: CommandOptions): Promise<Answer> {
  const values: Record<string, string> = {};
  for (const keyName of device.keyNames) {
    const value = await device.keyCheckValue(keyName, options);
    values[keyName] = value.ok ? Buffer.from(value.value).toString('hex') : value.error.description;
  }
  return ok(values);
}

function acceptor(device: CashAcceptor): Commands {
  return {
    identify: asks('what it takes', async () => ok(device.itemTypes)),
    units: asks('its cash units', (_, { options }) => device.units(options)),
    'accept-note': moves(
      'open the mouth for one note, then keep it or give it back',
      async ([decision], call) => {
        if (decision !== 'stack' && decision !== 'return') return err('expected stack or return');
        return acceptNote(device, decision, call);
      },
      '<stack|return>',
    ),
    reset: moves('restart the unit; it clears its path', (_, { options }) => device.reset(options)),
  };
}

async function acceptNote(device: CashAcceptor, decision: 'stack' | 'return', call: Call): Promise<Answer> {
  const { options, say } = call;
  let arrived = () => {};
  const note = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const stop = device.onEvent((event) => {
    say(JSON.stringify(event));
    if (event.type === 'escrow') arrived();
  });
  try {
    const enabled = await device.enable(
      device.itemTypes.map(({ value }) => value),
      options,
    );
    if (!enabled.ok) return enabled;
    say('insert a note ...');
    await Promise.race([note, passed(call)]);
    if (device.status.intermediateStacker !== 'notEmpty') return ok('no note came');
    return decision === 'stack' ? await device.stack(options) : await device.returnEscrow(options);
  } finally {
    await device.disable(options);
    stop();
  }
}

function recycler(device: CashRecycler): Commands {
  return {
    'can-pay-out': asks(
      'whether an amount can be paid',
      async ([amount], { options }) => {
        const asked = amountOf(amount, 'an amount in fen, such as 10000 for 100 yuan');
        return asked.ok ? device.canPayOut(asked.value, options) : asked;
      },
      '<fen>',
    ),
    'pay-out': moves(
      'pay an amount',
      async ([amount], { options }) => {
        const asked = amountOf(amount, 'an amount in fen, such as 10000 for 100 yuan');
        return asked.ok ? device.payOut(asked.value, options) : asked;
      },
      '<fen>',
    ),
    empty: moves('move all notes into the cashbox', (_, { options }) => device.emptyToCashbox(options)),
  };
}

function amountOf(word: string | undefined, expected: string): Result<number, string> {
  if (word === undefined || !/^[1-9]\d{0,8}$/.test(word)) {
    return err(`expected ${expected}, found ${word ?? 'nothing'}`);
  }
  return ok(Number(word));
}

/** Resolves when the time of the call is over. */
function passed({ clock, options }: Call): Promise<void> {
  return new Promise((resolve) => clock.schedule(options.timeoutMs, resolve));
}
