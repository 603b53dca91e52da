import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import { parseRecording, type Recording } from './format.ts';
import { replayLine } from './replay-line.ts';
import { scenes } from './test-scenes.ts';

function recordingOf(name: string): Recording {
  const parsed = parseRecording(readFileSync(new URL(`recordings/${name}.jsonl`, import.meta.url), 'utf8'));
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

async function finish<T>(clock: VirtualClock, work: Promise<T>): Promise<T> {
  let done = false;
  const ended = work.finally(() => {
    done = true;
  });
  await clock.advanceUntil(() => done);
  return ended;
}

const hundred = { currency: 'CNY', value: 10_000 };
const outcomes: Readonly<Record<string, unknown>> = {
  // The recording has the card of nobody in place of the one that lay there.
  sdt: { moduleId: { ok: true, value: expect.stringMatching(/^\d\d\./) }, name: '样本', valid: true },
  escpos: { printed: true, device: 'online' },
  ssp: { enabled: true, stacked: { ok: true, value: { item: hundred } }, disabled: true },
  ccnet: {
    enabled: true,
    stacked: { ok: true, value: { item: hundred, place: 'cashbox' } },
    disabled: true,
    events: [
      { type: 'escrow', item: hundred },
      { type: 'stacked', item: hundred, place: 'cashbox' },
    ],
  },
  id003: {
    enabled: true,
    stacked: { ok: true, value: { item: hundred, place: 'cashbox' } },
    disabled: true,
    events: [
      { type: 'escrow', item: hundred },
      { type: 'stacked', item: hundred, place: 'cashbox' },
    ],
  },
  lcdm: { ok: true, value: { presented: [{ ...hundred, count: 3 }], rejected: 0 } },
  'cctalk-coin-hopper': { ok: true, value: { presented: [{ currency: 'CNY', value: 100, count: 2 }] } },
  'cctalk-coin-acceptor': {
    enabled: true,
    events: [{ type: 'accepted', item: { currency: 'CNY', value: 100 }, place: 'hopper' }],
  },
  'modbus-io': { lit: true, cut: true, device: 'online', cabinetDoor: 'closed' },
  'megatec-ups': { before: 'present', mains: 'failed', battery: 'ok' },
  'kr-cu': {
    opened: true,
    before: { number: 7, door: 'open', item: 'present' },
    after: { number: 7, door: 'open', item: 'notPresent' },
  },
};

describe('a recording of every serial driver', () => {
  it.each(scenes.map((scene) => [scene.driver, scene] as const))(
    '%s, replayed, comes to the same',
    async (name, scene) => {
      const clock = new VirtualClock();
      const line = replayLine(recordingOf(name), clock);
      const outcome = await finish(
        clock,
        scene.play(line.host, clock, () => {}),
      );
      expect(line.deviation).toBeNull();
      expect(outcome).toMatchObject(outcomes[name] as object);
      expect(line.left).toBe(0);
    },
  );

  it('is there for every driver that has a scene, and was made of that driver', () => {
    expect(Object.keys(outcomes)).toEqual(scenes.map(({ driver }) => driver));
    for (const { driver } of scenes) expect(recordingOf(driver).header.driver).toBe(driver);
  });
});

describe('a replayed line', () => {
  const recording = (lines: string): Recording => {
    const parsed = parseRecording(
      `{"recording":1,"driver":"sdt","line":"COM1","startedAt":"2026-11-22T01:00:00.000Z"}\n${lines}`,
    );
    if (!parsed.ok) throw new Error(parsed.error);
    return parsed.value;
  };
  const question =
    '{"t":0,"event":"open"}\n{"t":10,"host":"0102"}\n{"t":35,"device":"AABB"}\n{"t":50,"event":"lost"}';

  async function opened(made: Recording) {
    const clock = new VirtualClock(0);
    const line = replayLine(made, clock);
    const heard: string[] = [];
    line.host.onData((bytes) => heard.push(`${clock.now()} ${Buffer.from(bytes).toString('hex')}`));
    line.host.onLost(() => heard.push(`${clock.now()} lost`));
    await line.host.open();
    return { clock, line, heard };
  }

  it('answers as long after its question as then, whenever and in whatever portions it comes', async () => {
    const { clock, line, heard } = await opened(recording(question));
    await clock.advance(500);
    await line.host.write(Uint8Array.of(0x01));
    await clock.advance(500);
    await line.host.write(Uint8Array.of(0x02));
    await clock.advance(500);
    expect(heard).toEqual(['1025 aabb', '1040 lost']);
    expect(line.left).toBe(0);
    expect(line.host.isOpen).toBe(false);
  });

  it('says where the driver said something else, and falls silent', async () => {
    const { clock, line, heard } = await opened(recording(question));
    await line.host.write(Uint8Array.of(0x01, 0x03));
    await clock.advance(500);
    expect(heard).toEqual([]);
    expect(line.deviation).toBe('entry 2: expected 0102, the driver wrote 0103');
  });

  it('waits for as many bytes as were masked', async () => {
    const { clock, line, heard } = await opened(
      recording(question.replace('"host":"0102"', '"hostBytes":2')),
    );
    await line.host.write(Uint8Array.of(0x77, 0x78));
    await clock.advance(500);
    expect(heard[0]).toBe('25 aabb');
    expect(line.deviation).toBeNull();
  });

  it('is not made of a recording that does not say what the device said', () => {
    const made = recording('{"t":0,"event":"open"}\n{"t":5,"deviceBytes":3}');
    expect(() => replayLine(made, new VirtualClock())).toThrow('masked');
  });
});

it.each([
  ['', 'line 1: expected JSON'],
  ['{"recording":2}', 'line 1: '],
  ['{"recording":1,"driver":"sdt","line":"l","startedAt":"s"}\n{"t":-1,"host":"00"}', 'line 2: '],
  ['{"recording":1,"driver":"sdt","line":"l","startedAt":"s"}\n{"t":1,"host":"0"}', 'line 2: '],
  ['{"recording":1,"driver":"sdt","line":"l","startedAt":"s"}\nnoise', 'line 2: expected JSON'],
])('a file that is no recording is refused: %s', (text, reason) => {
  const parsed = parseRecording(text);
  expect(parsed).toMatchObject({ ok: false, error: expect.stringContaining(reason) });
});
