import { mkdirSync } from 'node:fs';
import { createLog } from './log.ts';
import { startServer } from './server.ts';
import { readSettings } from './settings.ts';

/** The server as a process: settings from the environment, one line on stdout when it listens. */
const log = createLog(process.env.LOG_LEVEL ?? 'info');
const settings = readSettings(process.env);
if (!settings.ok) {
  log.fatal({ problems: settings.error }, 'the settings are wrong');
  process.exit(2);
}
mkdirSync(settings.value.dataDirectory, { recursive: true, mode: 0o700 });

try {
  const server = await startServer({ ...settings.value, log });
  if (server.firstPassword !== null)
    process.stderr.write(`Operator password, shown this once: ${server.firstPassword}\n`);
  process.stdout.write(`${JSON.stringify({ listening: server.url })}\n`);

  let stopping = false;
  const stop = async (signal: string) => {
    if (stopping) return;
    stopping = true;
    log.info({ signal }, 'stopping');
    await server.close();
    process.exit(0);
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
} catch (error) {
  log.fatal({ err: error }, 'the server does not start');
  process.exit(1);
}
