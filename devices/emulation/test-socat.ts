import { spawnSync } from 'node:child_process';

/** Tests over a pseudo-terminal need socat; `skipReason` says so where it is missing. */
export const socatMissing = spawnSync('socat', ['-V']).error !== undefined;
export const ptySuite = socatMissing ? 'over a PTY (skipped: socat is not installed)' : 'over a PTY';
