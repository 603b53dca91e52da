import { expect, it } from 'vitest';
import { Listeners } from './listeners.ts';

it('tells everybody in order, and nobody who left', () => {
  const listeners = new Listeners<number>();
  const heard: string[] = [];
  const leaveFirst = listeners.add((value) => heard.push(`first ${value}`));
  listeners.add((value) => heard.push(`second ${value}`));
  listeners.tell(1);
  leaveFirst();
  listeners.tell(2);
  expect(heard).toEqual(['first 1', 'second 1', 'second 2']);
});

it('does not tell a listener that is taken off meanwhile', () => {
  const listeners = new Listeners<void>();
  const heard: string[] = [];
  listeners.add(() => leaveSecond());
  const leaveSecond = listeners.add(() => heard.push('second'));
  listeners.tell();
  expect(heard).toEqual([]);
});
