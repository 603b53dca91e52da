import { expect, test } from 'vitest';
import { Sensitive } from '../src-shared/sensitive.ts';
import { createLog } from './log.ts';

function logged(write: (log: ReturnType<typeof createLog>) => void): string {
  let text = '';
  const stream = {
    write(line: string) {
      text += line;
    },
  };
  write(createLog('trace', stream));
  return text;
}

test('fields with personal data and secrets are struck out, also inside others', () => {
  const person = { name: '样本甲', idNumber: '44520219500101001X', phone: '13800000001' };
  const text = logged((log) => {
    log.info(person, 'at the top');
    log.info({ input: person, token: 'secret-token' }, 'one deep');
    log.info({ request: { person, code: '123456', password: 'secret-password' } }, 'two deep');
    log.info({ holder: new Sensitive('样本甲', '样*甲') }, 'sensitive');
  });
  for (const secret of ['样本甲', '44520219500101001X', '13800000001', '123456', 'secret'])
    expect(text).not.toContain(secret);
  expect(text.match(/\[redacted\]/g)?.length).toBeGreaterThan(5);
  expect(text).toContain('样*甲');
});

test('of a database error only what names no values is kept', () => {
  const error = Object.assign(new Error('duplicate key value violates unique constraint "x"'), {
    code: '23505',
    constraint: 'x',
    detail: 'Key (name)=(样本甲) already exists.',
    where: 'parameter $1 = 样本甲',
  });
  const text = logged((log) => log.error({ err: error }, 'failed'));
  expect(text).not.toContain('样本甲');
  expect(text).toContain('23505');
});
