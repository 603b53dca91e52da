import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { createServer } from 'node:http';

/**
 * An authority that may be killed at any moment: one line a key in a file that is flushed before the answer. A key that
 * was asked about and never came is void. `authority-process.ts FILE PORT`
 */
const [file = '', port = '0'] = process.argv.slice(2);
const keys = new Map<string, number | 'void'>();
if (existsSync(file))
  for (const line of readFileSync(file, 'utf8').split('\n').slice(0, -1)) {
    const [key = '', amount = ''] = line.split(' ');
    keys.set(key, amount === 'void' ? 'void' : Number(amount));
  }
const log = openSync(file, 'a');

function write(key: string, amount: number | 'void'): void {
  writeSync(log, `${key} ${amount}\n`);
  fsyncSync(log);
  keys.set(key, amount);
}

const server = createServer((request, response) => {
  let text = '';
  request.setEncoding('utf8').on('data', (part: string) => {
    text += part;
  });
  request.on('end', () => {
    const { key, amount } = JSON.parse(text) as { key: string; amount?: number };
    if (!keys.has(key)) write(key, request.url === '/post' && amount !== undefined ? amount : 'void');
    response.end(JSON.stringify({ state: keys.get(key) === 'void' ? 'void' : 'posted' }));
  });
});
server.listen(Number(port), '127.0.0.1', () => {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no TCP address');
  process.send?.({ port: address.port });
});
process.on('disconnect', () => {
  closeSync(log);
  process.exit(0);
});
