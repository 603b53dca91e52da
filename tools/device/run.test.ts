import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseRecording } from '../../devices/transport/recording/format.ts';
import { VirtualClock } from '../../src-shared/virtual-clock.ts';
import { parseArguments } from './arguments.ts';
import { type Hand, runByHand } from './run.ts';

const profiles = fileURLToPath(new URL('../../config/devices', import.meta.url));

/** `npm run device -- <words>` in this process; `answer` is what a person at the keyboard says. */
async function byHand(words: string, answer = false) {
  const said: string[] = [];
  const printed: string[] = [];
  const questions: string[] = [];
  const clock = new VirtualClock();
  const hand: Hand = {
    profiles,
    clock,
    say: (line) => said.push(line),
    print: (json) => printed.push(json),
    async confirm(question) {
      questions.push(question);
      return answer;
    },
  };
  let done = false;
  const running = runByHand(words.split(' ').filter(Boolean), hand).finally(() => {
    done = true;
  });
  // Files are read by the system, which virtual time does not move.
  while (!done) {
    await clock.advance(100);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const code = await running;
  const [json] = printed;
  return { code, said: said.join('\n'), questions, json: json === undefined ? undefined : JSON.parse(json) };
}

describe('npm run device', () => {
  it('reads a card on an emulated reader and shows nothing personal', async () => {
    const { code, json, said } = await byHand(
      'sdt-identity-card-reader read-card --emulated --set card=specimen-a',
    );
    expect(code).toBe(0);
    expect(json).toMatchObject({ kind: 'resident', numberValid: true });
    expect(JSON.stringify(json) + said).not.toMatch(/\d{17}[\dX]/);
  });

  it.each(['hid-pos-scanner', 'serial-scanner'])(
    'reads a code with an emulated scanner, and masks what it says: %s',
    async (profile) => {
      const { code, json } = await byHand(
        `${profile} read --emulated --set repeats=true --set code=electronic-card`,
      );
      expect(code).toBe(0);
      expect(json).toEqual({ symbology: 'qrCode', data: '******' });
    },
  );

  it.each([
    'escpos-receipt-printer',
    'escpos-58mm-receipt-printer',
    'escpos-ticket-sensor-receipt-printer',
    'custom-vkp80-receipt-printer',
    'custom-kpm-receipt-printer',
    'custom-tg2480-receipt-printer',
  ])('prints a test slip on every model of receipt printer: %s', async (profile) => {
    const { code } = await byHand(`${profile} print-test --emulated --yes`);
    expect(code).toBe(0);
  });

  it('puts no slip away that is not there', async () => {
    const { code, said } = await byHand('custom-vkp80-receipt-printer retract --emulated --yes');
    expect(code).toBe(1);
    expect(said).toContain('no ticket is in the mouth');
  });

  it('identifies and tests a unit', async () => {
    expect((await byHand('sdt-identity-card-reader identify --emulated')).json).toMatch(/^\d\d\.\d\d-/);
    const { code, json } = await byHand('lcdm-cash-dispenser self-test --emulated');
    expect(code).toBe(0);
    expect(json).toMatchObject({ passed: true, class: 'cashDispenser' });
  });

  it('moves nothing that was not confirmed', async () => {
    const { code, questions, said, json } = await byHand('lcdm-cash-dispenser dispense 2 --emulated');
    expect(code).toBe(2);
    expect(questions).toEqual(['lcdm-cash-dispenser: give items to the front? ']);
    expect(said).toContain('confirm it, or say --yes');
    expect(json).toBeUndefined();
  });

  it('dispenses when it was confirmed, and shows where the notes are', async () => {
    const { code, json, said } = await byHand('lcdm-cash-dispenser dispense 2 --emulated', true);
    expect(code).toBe(0);
    expect(json).toMatchObject({ presented: [{ count: 2 }] });
    expect(said).toMatch(/the unit: .*2/);
  });

  it('takes a note that a hand inserts', async () => {
    const { code, json } = await byHand(
      'ccnet-note-acceptor accept-note stack --emulated --yes --set insert=100',
    );
    expect(code).toBe(0);
    expect(json).toEqual({ item: { currency: 'CNY', value: 10_000 }, place: 'cashbox' });
  });

  it('power-cycles a device through the I/O board, lights a light, and orders a shutdown', async () => {
    const board = 'modbus-io-board';
    expect((await byHand(`${board} power-cycle noteRecycler --emulated`)).code).toBe(2);
    const cycled = await byHand(`${board} power-cycle noteRecycler --emulated --yes`);
    expect(cycled.code).toBe(0);
    expect(cycled.said).toContain('supply of noteRecycler: on');
    expect((await byHand(`${board} light billAcceptor quick --emulated`)).said).toContain(
      'billAcceptor quick',
    );
    expect((await byHand(`${board} light billAcceptor bright --emulated`)).said).toContain(
      'expected one of off',
    );
    expect((await byHand('megatec-ups shutdown 30 --emulated --yes')).said).toContain('shutdown pending');
    expect((await byHand('megatec-ups cancel-shutdown --emulated')).code).toBe(0);
  });

  it('tells the check values of the keys of a PIN pad', async () => {
    const { code, json } = await byHand('epp-pin-pad identify --emulated');
    expect(code).toBe(0);
    expect(Object.keys(json)).toEqual(['pin', 'pinAes', 'pinSm4']);
    expect(json.pin).toMatch(/^[\da-f]{6}$/);
  });

  it('says what a unit answered that could not', async () => {
    const { code, said, json } = await byHand('sdt-identity-card-reader read-card --emulated --timeout 1');
    expect(code).toBe(1);
    expect(said).toContain('notDone: noMedia');
    expect(json).toMatchObject({ error: { errorCode: 'noMedia' } });
  });

  it('records the line, without the card', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'zerowindow-'));
    const file = join(directory, 'read.jsonl');
    try {
      const read = `sdt-identity-card-reader read-card --emulated --set card=specimen-a --record ${file}`;
      expect((await byHand(read)).code).toBe(0);
      const recording = parseRecording(readFileSync(file, 'utf8'));
      expect(recording.ok && recording.value.entries.length).toBeGreaterThan(10);
      expect((await byHand(read)).said).toContain('is there already');
    } finally {
      rmSync(directory, { recursive: true });
    }
  });

  it('says so where nothing hangs', async () => {
    const { code, said } = await byHand('sdt-identity-card-reader status --line /dev/there-is-no-such-port');
    expect(code).toBe(1);
    expect(said).toContain('does not answer: lineNotFound');
  });

  it('says which switches an emulated unit has', async () => {
    const { said } = await byHand('lcdm-cash-dispenser identify --emulated --set fly');
    expect(said).toContain('--set fly: no switch fly; there are takeNotes');
  });

  it('lists what can be asked, and the switches of the emulated unit', async () => {
    const { code, said } = await byHand('ssp-note-recycler commands --emulated');
    expect(code).toBe(0);
    expect(said).toMatch(/pay-out <fen> {2}pay an amount \(moves\)/);
    expect(said).toContain('--set silent');
  });

  it.each([
    ['', 'expected a profile'],
    ['nobody status', 'no profile nobody; there are camera, ccnet-note-acceptor'],
    ['lcdm-cash-dispenser', 'expected a command'],
    ['lcdm-cash-dispenser fly --emulated', 'no command fly; there are status'],
    ['lcdm-cash-dispenser toString --emulated', 'no command toString'],
    ['lcdm-cash-dispenser dispense many --emulated --yes', 'expected a count of 1 or more, found many'],
    ['lcdm-cash-dispenser status', 'expected a path such as /dev/ttyS0 or COM3'],
    ['ipp-document-printer status --emulated', 'has no emulated unit'],
    ['lcdm-cash-dispenser status --line 192.0.2.1:9', 'needs a profile with'],
    ['lcdm-cash-dispenser status --loud', 'no option --loud'],
    ['lcdm-cash-dispenser status --timeout soon', '--timeout expects seconds, found soon'],
    ['lcdm-cash-dispenser status --set silent', 'an --emulated unit'],
  ])('refuses "%s" and says what was expected', async (words, expected) => {
    const { code, said } = await byHand(words);
    expect(code).toBe(2);
    expect(said).toContain(expected);
    expect(said).toContain('usage: npm run device');
  });
});

it('switches are pressed, set or chosen', () => {
  const parsed = parseArguments([
    'p',
    'c',
    '--emulated',
    '--set',
    'a',
    '--set',
    'b=false',
    '--set',
    'c=once',
  ]);
  expect(parsed).toMatchObject({
    ok: true,
    value: {
      words: ['p', 'c'],
      set: [
        ['a', true],
        ['b', false],
        ['c', 'once'],
      ],
    },
  });
});
