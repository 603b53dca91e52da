import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** A PDF as pictures, one a sheet. */
export interface PdfSheets {
  readonly pictures: readonly Buffer[];
  /** How many it has; more than there are pictures where there are too many. */
  readonly sheets: number;
}

const mostSheets = 10;
const limitMs = 30_000;
const mostBytes = 60_000_000;

/**
 * Drawn by PDF.js in a process of its own, without the settings of the server, that is ended when it takes too long or
 * gives too much. Nothing of the file touches the disk. Null: it cannot be drawn.
 */
export function pdfSheets(file: Buffer, waitMs = limitMs): Promise<PdfSheets | null> {
  const program = fileURLToPath(new URL('./pdf-sheets-process.mjs', import.meta.url));
  const child = spawn(process.execPath, ['--max-old-space-size=512', program, String(mostSheets)], {
    env: {},
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let held = 0;
    const stop = () => void child.kill('SIGKILL');
    const timer = setTimeout(stop, waitMs);
    child.stdout.on('data', (part: Buffer) => {
      parts.push(part);
      held += part.length;
      if (held > mostBytes) stop();
    });
    child.on('error', () => resolve(null));
    child.on('close', (code) => {
      clearTimeout(timer);
      resolve(code === 0 ? sheetsOf(Buffer.concat(parts)) : null);
    });
    // It may have ended before it read everything; that is told by `close`.
    child.stdin.on('error', () => {});
    child.stdin.end(file);
  });
}

function sheetsOf(told: Buffer): PdfSheets | null {
  if (told.length < 4) return null;
  const pictures: Buffer[] = [];
  for (let at = 4; at + 4 <= told.length; ) {
    const length = told.readUInt32BE(at);
    pictures.push(told.subarray(at + 4, at + 4 + length));
    at += 4 + length;
  }
  return pictures.length === 0 ? null : { pictures, sheets: told.readUInt32BE(0) };
}
