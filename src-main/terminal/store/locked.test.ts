import { afterEach, beforeEach, expect, it } from 'vitest';
import { openStore } from './open.ts';
import { TestProcess } from './test-process.ts';
import { TestStore } from './test-store.ts';

let test: TestStore;
beforeEach(() => {
  test = new TestStore();
});
afterEach(() => test.remove());

it('refuses a store that another process has open, and opens it when that one was killed', async () => {
  const other = new TestProcess(test, ['hold']);
  await other.untilLines(1);
  expect(other.lines).toEqual(['open']);
  const refused = openStore(test.options());
  expect(refused).toMatchObject({ ok: false, error: { code: 'locked' } });
  if (!refused.ok) expect(refused.error.message).toContain(test.file);
  await other.kill();
  test.open().close();
});

it('is refused by another process while it is open here, and not after it is closed', async () => {
  const store = test.open();
  const first = new TestProcess(test, ['hold']);
  await first.end();
  expect(first.lines).toEqual(['refused locked']);
  store.commit((write) => write.setFact('still', 'mine'));
  store.close();
  const second = new TestProcess(test, ['hold']);
  await second.untilLines(1);
  expect(second.lines).toEqual(['open']);
  await second.kill();
});

it('refuses a second store in the same process', () => {
  const store = test.open();
  expect(openStore(test.options())).toMatchObject({ ok: false, error: { code: 'locked' } });
  store.close();
  test.open().close();
});
