// Does for a runtime that comes without its own default app what Electron's does: runs the app whose folder
// is the first argument that is not a switch. Electron waits with `ready` until this module is evaluated.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { app } from 'electron';

const folder = process.argv.slice(1).find((argument) => !argument.startsWith('-'));
if (folder === undefined) {
  console.error('usage: electron <folder of an app>');
  process.exit(2);
}
const directory = resolve(folder);
const description = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8'));
app.setName(description.productName ?? description.name);
app.setVersion(description.version);
app.setAppPath(directory);
await import(pathToFileURL(join(directory, description.main)).href);
