import { err, ok, type Result } from '../../../src-shared/result.ts';
import { type EscPosCommand, readCommand } from './commands.ts';
import { createFullStatusParser, customFullStatus } from './full-status.ts';
import { automaticStatusFlags, createStatusParser, type EscPosMessage, realTimeFlags } from './status.ts';

/**
 * Explains bytes for a person: what the host sent (commands, neighbouring characters joined) or what the
 * device answered. Fails, with the reason, at the first byte that is not understood or missing.
 */
export function decodeEscPos(direction: 'host' | 'device', bytes: Uint8Array): Result<object, string> {
  if (bytes.length === 0) return err('there are no bytes');
  return direction === 'host' ? decodeHost(bytes) : decodeDevice(bytes);
}

function decodeHost(bytes: Uint8Array): Result<object, string> {
  const commands: object[] = [];
  // Chinese units print GBK from power-up on, and a fragment may begin anywhere, so it is on until switched off.
  let chinese = true;
  let text = '';
  const flush = () => {
    if (text !== '') commands.push({ name: 'text', text });
    text = '';
  };
  for (let offset = 0; offset < bytes.length; ) {
    const reading = readCommand(bytes.slice(offset), chinese);
    if (reading.kind === 'incomplete') return err(`the command at byte ${offset} is not complete`);
    if (reading.kind === 'unknown') return err(`byte ${offset}: ${reading.reason}`);
    const { command, length } = reading;
    offset += length;
    if (command.name === 'chineseOn') chinese = true;
    if (command.name === 'chineseOff') chinese = false;
    if (command.name === 'text') text += command.text;
    else {
      flush();
      commands.push(readable(command));
    }
  }
  flush();
  return ok({ commands });
}

function readable(command: EscPosCommand): object {
  if (command.name === 'raster') return { ...command, data: hex(command.data) };
  if (command.name === 'qrStore') return { ...command, data: Buffer.from(command.data).toString('utf8') };
  return command;
}

function decodeDevice(bytes: Uint8Array): Result<object, string> {
  const custom = bytes[0] === 0x10 && bytes[1] === 0x0f;
  const parse = custom ? createFullStatusParser() : createStatusParser(true);
  const messages = parse(bytes);
  const explained: object[] = [];
  let understood = 0;
  for (const message of messages) {
    if (message.kind === 'noise')
      return err(`${hex(Uint8Array.of(message.byte))} has no form that a unit sends`);
    explained.push(explain(message));
    understood += lengthOf[message.kind];
  }
  if (understood < bytes.length)
    return err(
      `the last status is not complete: ${custom ? 'full status has six' : 'automatic status has four'} bytes`,
    );
  return ok({ messages: explained });
}

const lengthOf = {
  realTimeReply: 1,
  automaticStatus: 4,
  fullStatus: 6,
  replyInTurn: 1,
  bufferCleared: 3,
  xon: 1,
  xoff: 1,
} as const;

/** The answer to DLE EOT does not say to which n it belongs, so all four readings are given. */
function explain(message: Exclude<EscPosMessage, { kind: 'noise' }>): object {
  switch (message.kind) {
    case 'realTimeReply':
      return {
        name: message.kind,
        byte: hex(Uint8Array.of(message.byte)),
        n1: realTimeFlags(1, message.byte, true),
        n2: realTimeFlags(2, message.byte, true),
        n3: realTimeFlags(3, message.byte, true),
        n4: realTimeFlags(4, message.byte, true),
      };
    case 'automaticStatus':
      return { name: message.kind, bytes: hex(message.bytes), ...automaticStatusFlags(message.bytes) };
    case 'fullStatus':
      return { name: 'customFullStatus', ...customFullStatus(message.bytes) };
    case 'replyInTurn':
      return {
        name: message.kind,
        byte: hex(Uint8Array.of(message.byte)),
        paperNearEnd: (message.byte & 3) !== 0,
        paperEnd: (message.byte & 12) !== 0,
      };
    default:
      return { name: message.kind };
  }
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex').toUpperCase();
}
