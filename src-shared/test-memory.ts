import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

/** For tests only. */

let collect: (() => void) | undefined;

/** Bytes in objects and buffers that something still holds: the garbage of whatever ran here before is not counted. */
export function memoryInUse(): number {
  if (collect === undefined) {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
  }
  collect();
  // Buffers are freed beside the program; a collection waits until those that the one before found are.
  collect();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
