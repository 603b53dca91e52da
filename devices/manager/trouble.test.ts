import { expect, it } from 'vitest';
import { troubleOf } from './trouble.ts';

it.each([
  ['online', [], 'none'],
  ['deviceBusy', ['headHot'], 'none'],
  ['offline', ['lineLost'], 'line'],
  ['offline', ['closed'], 'none'],
  ['noDevice', ['lineNotFound'], 'line'],
  ['hardwareError', ['moduleSelfTestFailed'], 'unit'],
  ['hardwareError', ['validatorJammed'], 'person'],
  ['hardwareError', ['noteJammed'], 'person'],
  ['hardwareError', ['itemsInPath'], 'person'],
  ['hardwareError', ['cutterError'], 'person'],
  ['userError', ['paperOut'], 'person'],
  ['fraudAttempt', ['cheated'], 'person'],
] as const)('%s %j is trouble for: %s', (device, reasons, trouble) => {
  expect(troubleOf({ device, reasons })).toBe(trouble);
});
