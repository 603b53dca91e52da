import { expect, it } from 'vitest';
import { Attendance } from './attendance.ts';

class Unit {
  #name = 'unit';
  release: (() => void)[] = [];
  get name(): string {
    return this.#name;
  }
  work(): Promise<string> {
    return new Promise((resolve) => this.release.push(() => resolve(this.#name)));
  }
  fail(): Promise<void> {
    return Promise.reject(new Error('a bug'));
  }
  open(): Promise<void> {
    return new Promise(() => {});
  }
}

async function isIdle(attendance: Attendance): Promise<boolean> {
  let idle = false;
  void attendance.whenIdle().then(() => {
    idle = true;
  });
  for (let turn = 0; turn < 5; turn++) await Promise.resolve();
  return idle;
}

it('a device is at work until its last command has ended', async () => {
  const attendance = new Attendance();
  const unit = new Unit();
  const attended = attendance.attend(unit);
  expect(attended.name).toBe('unit');
  expect(await isIdle(attendance)).toBe(true);
  const first = attended.work();
  const second = attended.work();
  expect(await isIdle(attendance)).toBe(false);
  unit.release[0]?.();
  expect(await first).toBe('unit');
  expect(await isIdle(attendance)).toBe(false);
  unit.release[1]?.();
  await second;
  expect(await isIdle(attendance)).toBe(true);
});

it('a command that breaks is over, and opening is no command', async () => {
  const attendance = new Attendance();
  const attended = attendance.attend(new Unit());
  void attended.open();
  await expect(attended.fail()).rejects.toThrow('a bug');
  expect(await isIdle(attendance)).toBe(true);
});
