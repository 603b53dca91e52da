import { expect, it } from 'vitest';
import { noMoney } from '../note-acceptor/driver.ts';
import { expectError, expectOk, places } from '../note-acceptor/test-watch.ts';
import { ccnetBench, options } from './test-bench.ts';

it('a barcode ticket goes as an item without value, and its code is read while it is in escrow', async () => {
  const bench = await ccnetBench({ ticketDigits: 12 });
  expect(bench.acceptor.itemTypes).toContainEqual(noMoney);
  await bench.insert('ticket', [noMoney.value]);
  expect(bench.events).toEqual(['escrow 0']);
  const code = expectOk((await bench.finish(bench.acceptor.readTicket(options))).value);
  expect(code.reveal()).toBe('123456789012');
  expect(JSON.stringify(code)).toBe('"********9012"');
  expect(expectOk((await bench.finish(bench.acceptor.stack(options))).value).item).toEqual(noMoney);
  expect(places(bench.unit.items)).toBe('cashbox: ticket');
});

it('a note is no ticket', async () => {
  const bench = await ccnetBench({ ticketDigits: 12 });
  await bench.insert('100');
  const error = expectError((await bench.finish(bench.acceptor.readTicket(options))).value);
  expect(error).toMatchObject({ completionCode: 'sequenceError', outcome: 'notDone' });
});

it('a unit that cannot set so many digits does not come up', async () => {
  const bench = await ccnetBench({ ticketDigits: 40, open: false });
  expect(expectError((await bench.finish(bench.acceptor.open())).value).description).toContain(
    'ILLEGAL COMMAND',
  );
});

it('where tickets are not taken there is none to read', async () => {
  const bench = await ccnetBench();
  const error = expectError((await bench.finish(bench.acceptor.readTicket(options))).value);
  expect(error.completionCode).toBe('sequenceError');
});
