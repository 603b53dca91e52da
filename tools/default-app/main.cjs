// Does for a runtime that comes without its own default app what Electron's does: runs the app whose folder
// is the first argument that is not a switch.
const { app } = require('electron');
const { readFileSync } = require('node:fs');
const { join, resolve } = require('node:path');
const { pathToFileURL } = require('node:url');

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
import(pathToFileURL(join(directory, description.main)).href).catch((error) => {
  console.error(error);
  app.exit(1);
});
