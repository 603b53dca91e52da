import { afterEach, expect, it } from 'vitest';
import { TestStore } from '../store/test-store.ts';
import { countDevice, deviceCounters } from './device-counters.ts';

const disk = new TestStore();
afterEach(() => disk.remove());

it('counters of a device add up, apart from those of others, and outlast a restart', () => {
  const store = disk.open();
  expect(deviceCounters(store, 'reader')).toEqual({});
  countDevice(store, { device: 'reader', counter: 'cardsRead', by: 1 });
  countDevice(store, { device: 'reader', counter: 'cardsRead', by: 1 });
  countDevice(store, { device: 'reader', counter: 'minutesOn', by: 10 });
  countDevice(store, { device: 'printer', counter: 'pages', by: 2 });
  store.close();
  const again = disk.open();
  expect(deviceCounters(again, 'reader')).toEqual({ cardsRead: 2, minutesOn: 10 });
  expect(deviceCounters(again, 'printer')).toEqual({ pages: 2 });
  again.close();
});
