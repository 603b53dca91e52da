import type { Reply } from './codec.ts';
import type { Request } from './exchange.ts';
import { statusWords } from './status-word.ts';

/** For the operating system and USB, above what unit and line need. */
const allowanceMs = 200;
const bitsPerByte = 10;

/**
 * The commands that the driver sends. Waiting times of published host software (find and select 100 ms, module
 * id 300 ms, read 2000 ms, with fingerprint 3000 ms, additional address 1500 ms), to which come the time on the line and an allowance.
 */
export function requests(baudRate: number) {
  const timeoutMs = (unitMs: number, replyBytes: number) =>
    Math.ceil(unitMs + (replyBytes * bitsPerByte * 1000) / baudRate) + allowanceMs;
  return {
    status: {
      command: 'moduleStatus',
      timeoutMs: timeoutMs(300, 21),
      accepts: (reply) =>
        isModuleError(reply) || (reply.statusWord === statusWords.ok && reply.data.length === 0),
    },
    moduleId: {
      command: 'moduleId',
      timeoutMs: timeoutMs(300, 37),
      accepts: (reply) =>
        isModuleError(reply) || (reply.statusWord === statusWords.ok && reply.data.length === 16),
    },
    find: {
      command: 'findCard',
      timeoutMs: timeoutMs(100, 25),
      accepts: (reply) =>
        reply.statusWord !== statusWords.ok && reply.statusWord !== statusWords.noAdditionalAddress,
    },
    select: {
      command: 'selectCard',
      timeoutMs: timeoutMs(100, 29),
      // Longer than any select reply is a late read.
      accepts: (reply) => isOfCard(reply) && reply.data.length <= 16,
    },
    read: {
      command: 'readTextAndPhoto',
      timeoutMs: timeoutMs(2000, 1305),
      accepts: isReadReply,
    },
    readWithFinger: {
      command: 'readTextPhotoAndFinger',
      timeoutMs: timeoutMs(3000, 2331),
      accepts: isReadReply,
    },
    additionalAddress: {
      command: 'readAdditionalAddress',
      timeoutMs: timeoutMs(1500, 10 + 11 + longestAddress),
      accepts: (reply) =>
        !isFindReply(reply) &&
        (reply.statusWord !== statusWords.ok ||
          (reply.data.length > 16 && reply.data.length <= longestAddress)),
    },
  } as const satisfies Record<string, Request>;
}

/** Bytes. 70 in the only description; room for variants, and less than any read of the card has. */
export const longestAddress = 255;

function isReadReply(reply: Reply): boolean {
  return isOfCard(reply) && (reply.statusWord !== statusWords.ok || reply.data.length > longestAddress);
}

/** Not a late answer to find or to the question for another address. */
function isOfCard(reply: Reply): boolean {
  return !isFindReply(reply) && reply.statusWord !== statusWords.noAdditionalAddress;
}

function isFindReply(reply: Reply): boolean {
  return reply.statusWord === statusWords.cardFound || reply.statusWord === statusWords.findFailed;
}

/** What a module says of itself or of the command, and not of a card. */
function isModuleError(reply: Reply): boolean {
  const { hostLength, commandError, unknownCommand, selfTestFailed, notAuthorised } = statusWords;
  const errors: readonly number[] = [hostLength, commandError, unknownCommand, selfTestFailed, notAuthorised];
  return errors.includes(reply.statusWord);
}
