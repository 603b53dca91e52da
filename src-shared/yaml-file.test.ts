import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { parseYaml } from './yaml-file.ts';

const schema = z.strictObject({
  driver: z.enum(['sdt', 'escpos']),
  settings: z.strictObject({
    path: z.string().min(1),
    baudRate: z.int().min(9600).max(115200).default(115200),
  }),
  names: z.array(z.string().min(2)).max(2).optional(),
});

const union = z.discriminatedUnion('driver', [
  z.strictObject({ driver: z.literal('sdt'), path: z.string() }),
  z.strictObject({ driver: z.literal('ipp'), url: z.url() }),
]);

function problems(text: string, by: z.ZodType = schema) {
  const result = parseYaml(text, 'reader.yaml', by);
  if (result.ok) throw new Error('was accepted');
  return result.error;
}

describe('a YAML file read by a schema', () => {
  it('gives the value with its defaults', () => {
    expect(parseYaml('driver: sdt\nsettings: { path: /dev/ttyS0 }\n', 'reader.yaml', schema)).toEqual({
      ok: true,
      value: { driver: 'sdt', settings: { path: '/dev/ttyS0', baudRate: 115200 } },
    });
  });

  it('names file, line, column, field, expected and found value', () => {
    expect(problems('driver: sdt\nsettings:\n  path: /dev/ttyS0\n  baudRate: fast\n')).toEqual([
      {
        file: 'reader.yaml',
        line: 4,
        column: 13,
        path: 'settings.baudRate',
        expected: 'a value of type number',
        message: 'reader.yaml:4:13 settings.baudRate: expected a value of type number, found "fast"',
      },
    ]);
  });

  it('lists the values that a field may have', () => {
    expect(problems('driver: sdtt\nsettings: { path: a }\n')[0]?.message).toBe(
      'reader.yaml:1:9 driver: expected one of "sdt", "escpos", found "sdtt"',
    );
  });

  it('names the drivers of a discriminated union', () => {
    const [first] = problems('driver: other\npath: a\n', union);
    expect(first).toMatchObject({ line: 1, path: 'driver', expected: 'one of "sdt", "ipp"' });
  });

  it('points at the mapping from which a field is missing', () => {
    expect(problems('driver: sdt\nsettings:\n  baudRate: 9600\n')[0]).toMatchObject({
      line: 3,
      path: 'settings.path',
      message: 'reader.yaml:3:3 settings.path: expected a value of type string, found nothing',
    });
  });

  it('tells ranges and counts', () => {
    expect(problems('driver: sdt\nsettings: { path: a, baudRate: 300 }\n')[0]?.expected).toBe(
      'at least 9600',
    );
    expect(problems('driver: sdt\nsettings: { path: "" }\n')[0]?.expected).toBe('at least 1 characters');
    expect(problems('driver: sdt\nsettings: { path: a }\nnames: [aa, bb, cc]\n')[0]).toMatchObject({
      line: 3,
      expected: 'at most 2 entries',
    });
  });

  it('points into a list', () => {
    expect(problems('driver: sdt\nsettings: { path: a }\nnames:\n  - aa\n  - b\n')[0]).toMatchObject({
      line: 5,
      column: 5,
      path: 'names.1',
    });
  });

  it('refuses a field that does not exist, at that field', () => {
    expect(problems('driver: sdt\nsettings:\n  path: a\n  speed: 9600\n')[0]).toMatchObject({
      line: 4,
      path: 'settings.speed',
      expected: 'no such field',
    });
  });

  it('tells all problems at once', () => {
    expect(problems('driver: x\nsettings: { path: 1, baudRate: 2 }\n')).toHaveLength(3);
  });

  it('refuses a key that stands twice, at its line', () => {
    expect(problems('driver: sdt\ndriver: sdt\nsettings: { path: a }\n')[0]).toMatchObject({
      line: 2,
      expected: 'valid YAML',
    });
  });

  it('refuses broken YAML at its line, an empty file, and an unresolved alias', () => {
    expect(problems('driver: sdt\nsettings: [1, 2\n')[0]?.line).toBeGreaterThanOrEqual(2);
    expect(problems('')[0]).toMatchObject({ line: 1, path: '', file: 'reader.yaml' });
    expect(problems('driver: *nobody\n')[0]).toMatchObject({ file: 'reader.yaml', expected: 'valid YAML' });
  });

  it('never throws, and always points into the file', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const result = parseYaml(text, 'any.yaml', schema);
        if (result.ok) return;
        expect(result.error.length).toBeGreaterThan(0);
        for (const one of result.error) {
          expect(one.line).toBeGreaterThanOrEqual(1);
          expect(one.line).toBeLessThanOrEqual(text.split(/\r\n|\n/).length);
        }
      }),
    );
  });
});
