import { spawn } from 'node:child_process';
import type { Clock } from '../../../src-shared/clock.ts';
import { err, ok, type Result } from '../../../src-shared/result.ts';
import { Sensitive } from '../../../src-shared/sensitive.ts';

/**
 * Makes a picture (JPEG or BMP) of the photo on an identity card. That is in the maker's WLT format, for which no open
 * decoder exists: a site that has the maker's library puts it behind this.
 */
export type PhotoDecoder = (photo: Sensitive<Uint8Array>) => Promise<Result<Sensitive<Uint8Array>, string>>;

const answerMs = 5_000;
/** 102 x 126 pixels of 24 bits are 38,862 bytes; some libraries enlarge it. */
const mostBytes = 500_000;

/**
 * A program of the site: reads the photo on its standard input, writes the picture on its standard output, ends with 0.
 * It gets no arguments, no environment and no file, is ended when it takes longer than five seconds, and what it writes to its
 * error output is not kept, for it may hold the person.
 */
export function decoderProgram(path: string, clock: Clock): PhotoDecoder {
  return (photo) =>
    new Promise((resolve) => {
      const program = spawn(path, [], { env: {}, stdio: ['pipe', 'pipe', 'ignore'] });
      const chunks: Buffer[] = [];
      let bytes = 0;
      let settled = false;
      const end = (result: Result<Sensitive<Uint8Array>, string>) => {
        if (settled) return;
        settled = true;
        cancel();
        for (const chunk of chunks) chunk.fill(0);
        if (program.exitCode === null) program.kill('SIGKILL');
        // A program that it started in turn lives on, and would fill our memory: its next write ends it.
        program.stdout.destroy();
        resolve(result);
      };
      const cancel = clock.schedule(answerMs, () => end(err(`no picture within ${answerMs} ms`)));
      program.on('error', ({ message }) => end(err(message)));
      // A program that reads nothing closes the pipe; its end tells more.
      program.stdin.on('error', () => {});
      program.stdin.end(Buffer.from(photo.reveal()));
      program.stdout.on('data', (chunk: Buffer) => {
        chunks.push(chunk);
        bytes += chunk.length;
        if (bytes > mostBytes) end(err(`more than ${mostBytes} bytes`));
      });
      program.on('close', (code) => {
        if (code !== 0) return end(err(`ended with ${code}`));
        const picture = Uint8Array.from(Buffer.concat(chunks));
        end(isPicture(picture) ? ok(new Sensitive(picture, 'photo')) : err('neither a JPEG nor a BMP'));
      });
    });
}

function isPicture(bytes: Uint8Array): boolean {
  const jpeg = bytes[0] === 0xff && bytes[1] === 0xd8;
  return jpeg || (bytes[0] === 0x42 && bytes[1] === 0x4d);
}
