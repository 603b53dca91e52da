import { err, ok, type Result } from '../../../src-shared/result.ts';
import type { CardReaderErrorCode, SocialSecurityCard } from '../../contract/card-reader.ts';
import type { DeviceError } from '../../contract/common.ts';
import type { ApduFault } from './apdu-channel.ts';
import { cardFromRecords, tags } from './card.ts';
import { type CommandApdu, commands, files, parseRecord, type ResponseApdu } from './codec.ts';
import { fault, fromApduFault, refused } from './errors.ts';
import { describeStatusWord, statusWords } from './status-word.ts';

type CardError = DeviceError<CardReaderErrorCode>;

/** Sends one command; the whole answer. */
export type Ask = (command: CommandApdu) => Promise<Result<ResponseApdu, ApduFault>>;

/** A refusal of the card that another try may not meet (`again`), or one that stands. */
export interface ReadFault {
  readonly error: CardError;
  readonly again: boolean;
}

/**
 * The lengths that published hosts ask for, record by record. A card whose record has another length says which
 * (6Cxx), or answers in two steps (61xx).
 */
const lengths = {
  [files.card]: [0x12, 0x03, 0x06, 0x0e, 0x06, 0x06, 0x0b],
  [files.person]: [0x14, 0x20],
} as const;

/** No known layout has more records in a file that is read here. */
const mostRecords = 16;

export async function selectApplication(ask: Ask): Promise<Result<void, ReadFault>> {
  const selected = await ask(commands.selectApplication());
  if (!selected.ok) return err(unanswered(selected.error));
  const { statusWord } = selected.value;
  if (statusWord === statusWords.ok) return ok();
  const description = `no social security application: ${describeStatusWord(statusWord)}`;
  return err({ error: refused('invalidMedia', description), again: statusWord !== statusWords.fileNotFound });
}

/**
 * Reads what stands on the contract and no more: nation, birthplace and date of birth lie behind the last record
 * that is read.
 *
 * @param stopped asked between two commands; reading changes nothing, so it may end anywhere
 */
export async function readCard(
  ask: Ask,
  stopped: () => CardError | null,
): Promise<Result<SocialSecurityCard, ReadFault>> {
  const selected = await selectApplication(ask);
  if (!selected.ok) return selected;
  const records = new Map<number, Uint8Array>();
  const wanted = { [files.card]: [tags.cardNumber], [files.person]: [tags.sex] } as const;
  for (const file of [files.card, files.person]) {
    const opened = await selectFile(ask, file);
    if (!opened.ok) return opened;
    for (let record = 1; record <= mostRecords; record++) {
      const end = stopped();
      if (end !== null) return err({ error: end, again: false });
      const read = await readRecord(ask, file, record);
      if (!read.ok) return read;
      if (read.value === null) break;
      records.set(read.value.tag, read.value.value);
      if (wanted[file].every((tag) => records.has(tag))) break;
    }
  }
  const card = cardFromRecords(records);
  return card.ok ? card : err({ error: refused('invalidMedia', card.error), again: true });
}

async function selectFile(ask: Ask, file: 5 | 6): Promise<Result<void, ReadFault>> {
  const selected = await ask(commands.selectFile(file));
  if (!selected.ok) return err(unanswered(selected.error));
  if (selected.value.statusWord === statusWords.ok) return ok();
  const other = await ask(commands.selectFile(file, 0x00));
  if (!other.ok) return err(unanswered(other.error));
  if (other.value.statusWord === statusWords.ok) return ok();
  return err(unread(`EF0${file}`, other.value.statusWord));
}

/** Null after the last record. */
async function readRecord(ask: Ask, file: 5 | 6, record: number) {
  const read = await ask(commands.readRecord(file, record, lengths[file][record - 1] ?? 256));
  if (!read.ok) return err(unanswered(read.error));
  const { statusWord, data } = read.value;
  if (statusWord === statusWords.recordNotFound) return ok(null);
  if (statusWord !== statusWords.ok) return err(unread(`EF0${file} record ${record}`, statusWord));
  const parsed = parseRecord(data);
  if (parsed.ok) return parsed;
  const error = refused('invalidMedia', `EF0${file} record ${record}: ${parsed.error}`);
  return err({ error, again: true });
}

function unread(what: string, statusWord: number): ReadFault {
  return { error: refused('invalidMedia', `${what}: ${describeStatusWord(statusWord)}`), again: true };
}

function unanswered(apduFault: ApduFault): ReadFault {
  return { error: fromApduFault(apduFault), again: apduFault.kind === 'failed' };
}

/** Digits as the card's PIN has them; checked before anything is sent, for a wrong form costs a try. */
export function pinFault(pin: string): CardError | null {
  return /^\d{6}$/.test(pin) ? null : fault('invalidData', 'the PIN of this card has six digits');
}
