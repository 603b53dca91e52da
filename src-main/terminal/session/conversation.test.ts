import { describe, expect, it } from 'vitest';
import { type Act, view as viewSchema } from '../../../src-shared/view.ts';
import { VirtualClock } from '../../../src-shared/virtual-clock.ts';
import { Conversation, Departure } from './conversation.ts';
import { Stage } from './stage.ts';

const patience = { idleMs: 60_000, warningMs: 30_000 };
const terminal = { number: '0001', place: { zh: '样本大厅', en: 'Sample hall' }, hotline: '12345' };

function open() {
  const clock = new VirtualClock();
  let assistance = 0;
  const stage = new Stage({
    clock,
    terminal,
    specimen: true,
    onAssistance: () => {
      assistance += 1;
    },
  });
  const conversation = new Conversation(stage, clock, () => patience);
  const act = (made: Act) => stage.act(stage.view.screenId, made);
  return { clock, stage, conversation, act, assistance: () => assistance };
}

/** What a promise became, without waiting for it. */
function watch<T>(promise: Promise<T>) {
  const seen: { value?: T; thrown?: unknown } = {};
  promise.then(
    (value) => {
      seen.value = value;
    },
    (thrown: unknown) => {
      seen.thrown = thrown;
    },
  );
  return seen;
}

describe('asking', () => {
  it('answers with the act that the screen offers, and publishes views of the contract', async () => {
    const { clock, stage, conversation, act } = open();
    const seen = watch(conversation.ask({ kind: 'farewell' }, ['next']));
    expect(() => viewSchema.parse(stage.view)).not.toThrow();
    expect(act({ type: 'next' })).toBe(true);
    await clock.advance(0);
    expect(seen.value).toEqual({ type: 'next' });
  });

  it('takes no act that the screen does not offer', () => {
    const { conversation, act } = open();
    void conversation.ask({ kind: 'farewell' }, ['next']);
    expect(act({ type: 'back' })).toBe(false);
    expect(act({ type: 'chooseItem', code: 'X' })).toBe(false);
  });

  it('takes the first of two quick taps only', async () => {
    const { clock, stage, conversation } = open();
    const seen = watch(conversation.ask({ kind: 'farewell' }, ['next']));
    const { screenId } = stage.view;
    expect(stage.act(screenId, { type: 'next' })).toBe(true);
    expect(stage.act(screenId, { type: 'next' })).toBe(false);
    await clock.advance(0);
    expect(seen.value).toEqual({ type: 'next' });
  });

  it('takes no act made on a screen that is gone', async () => {
    const { clock, stage, conversation, act } = open();
    void conversation.ask({ kind: 'farewell' }, ['next']);
    const old = stage.view.screenId;
    act({ type: 'next' });
    await clock.advance(0);
    const second = watch(conversation.ask({ kind: 'farewell' }, ['next']));
    expect(stage.act(old, { type: 'next' })).toBe(false);
    await clock.advance(0);
    expect(second).toEqual({});
  });

  it('keeps the question while the citizen changes the language and the size of the type', async () => {
    const { clock, stage, conversation, act } = open();
    const seen = watch(conversation.ask({ kind: 'farewell' }, ['next']));
    const before = stage.view;
    expect(act({ type: 'setLanguage', language: 'en' })).toBe(true);
    expect(act({ type: 'setLargeText', on: true })).toBe(true);
    expect(stage.view).toMatchObject({ language: 'en', largeText: true, screenId: before.screenId });
    expect(stage.view.screen).toEqual(before.screen);
    await clock.advance(0);
    expect(seen).toEqual({});
  });

  it('calls a person once', () => {
    const { act, stage, assistance } = open();
    expect(act({ type: 'callAssistance' })).toBe(true);
    expect(act({ type: 'callAssistance' })).toBe(false);
    expect(assistance()).toBe(1);
    expect(stage.view.assistanceCalledAt).not.toBeNull();
  });
});

describe('a citizen who goes away', () => {
  it('is asked after the idle time, counted down, and given up', async () => {
    const { clock, stage, conversation } = open();
    const seen = watch(conversation.ask({ kind: 'farewell' }, ['next']));
    await clock.advance(59_999);
    expect(stage.view.idleWarning).toBeNull();
    await clock.advance(1);
    expect(stage.view.idleWarning).toEqual({ secondsLeft: 30 });
    await clock.advance(12_000);
    expect(stage.view.idleWarning).toEqual({ secondsLeft: 18 });
    await clock.advance(18_000);
    expect(seen.thrown).toEqual(new Departure('timedOut'));
    expect(clock.pending).toBe(0);
  });

  it('is served on after "I am still here", with the whole time again', async () => {
    const { clock, stage, conversation, act } = open();
    const seen = watch(conversation.ask({ kind: 'farewell' }, ['next']));
    await clock.advance(80_000);
    expect(act({ type: 'stay' })).toBe(true);
    expect(stage.view.idleWarning).toBeNull();
    await clock.advance(89_000);
    expect(seen).toEqual({});
    await clock.advance(1_000);
    expect(seen.thrown).toBeInstanceOf(Departure);
  });

  it('leaves by the button', async () => {
    const { clock, conversation, act } = open();
    const seen = watch(conversation.ask({ kind: 'farewell' }, ['next']));
    expect(act({ type: 'leave' })).toBe(true);
    await clock.advance(0);
    expect(seen.thrown).toEqual(new Departure('left'));
  });

  it('cannot leave where leaving is not offered', () => {
    const { conversation, act, stage } = open();
    void conversation.askFor({ kind: 'farewell' }, [], { resolveAfterMs: 1000, canLeave: false });
    expect(stage.view.canLeave).toBe(false);
    expect(act({ type: 'leave' })).toBe(false);
  });
});

describe('work behind a screen', () => {
  it('shows its progress and answers its value', async () => {
    const { clock, stage, conversation } = open();
    let finish: (value: number) => void = () => {};
    const seen = watch(
      conversation.during({ kind: 'working', task: 'sendingCode', usualSeconds: 3 }, (_signal, amend) => {
        amend({ kind: 'working', task: 'sendingCode', usualSeconds: 9 });
        return new Promise<number>((resolve) => {
          finish = resolve;
        });
      }),
    );
    await clock.advance(0);
    expect(stage.view.screen).toMatchObject({ usualSeconds: 9 });
    finish(7);
    await clock.advance(0);
    expect(seen.value).toEqual({ kind: 'done', value: 7 });
    expect(clock.pending).toBe(0);
  });

  it('is aborted by an act, and the act waits until the work has ended', async () => {
    const { clock, conversation, act } = open();
    let aborted = false;
    let end: () => void = () => {};
    const seen = watch(
      conversation.during(
        {
          kind: 'identify',
          whose: 'self',
          ways: [{ document: 'identityCard', state: 'waiting' }],
          problem: null,
        },
        (signal) =>
          new Promise<void>((resolve) => {
            signal.addEventListener('abort', () => {
              aborted = true;
              end = resolve;
            });
          }),
        ['back'],
      ),
    );
    await clock.advance(0);
    act({ type: 'back' });
    await clock.advance(0);
    expect(aborted).toBe(true);
    expect(seen).toEqual({});
    end();
    await clock.advance(0);
    expect(seen.value).toEqual({ kind: 'act', act: { type: 'back' } });
  });

  it('hears an act that is for it and goes on, and somebody who acts is there', async () => {
    const { clock, stage, conversation, act } = open();
    let heard = 0;
    const seen = watch(
      conversation.during(
        { kind: 'working', task: 'sendingCode', usualSeconds: 3 },
        (signal) => new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve())),
        ['back'],
        { meanwhile: { takePicture: () => (heard += 1) } },
      ),
    );
    await clock.advance(59_000);
    expect(act({ type: 'takePicture' })).toBe(true);
    await clock.advance(2_000);
    expect(heard).toBe(1);
    expect(seen).toEqual({});
    expect(stage.view.idleWarning).toBeNull();
    act({ type: 'back' });
    await clock.advance(0);
    expect(act({ type: 'takePicture' })).toBe(false);
    expect(heard).toBe(1);
  });

  it('throws what the work throws', async () => {
    const { clock, conversation } = open();
    const seen = watch(
      conversation.during({ kind: 'working', task: 'sendingCode', usualSeconds: 3 }, () =>
        Promise.reject(new Error('a bug')),
      ),
    );
    await clock.advance(0);
    expect(seen.thrown).toEqual(new Error('a bug'));
  });
});

describe('the stage between two people', () => {
  it('forgets how the last one liked to read', () => {
    const { act, stage } = open();
    act({ type: 'setLanguage', language: 'en' });
    act({ type: 'setLargeText', on: true });
    act({ type: 'callAssistance' });
    stage.forgetPerson();
    expect(stage.view).toMatchObject({ language: 'zh', largeText: false, assistanceCalledAt: null });
  });

  it('numbers its views without repeating one', () => {
    const { act, stage } = open();
    const revisions: number[] = [];
    stage.onView((view) => revisions.push(view.revision));
    act({ type: 'setLanguage', language: 'en' });
    act({ type: 'setLanguage', language: 'zh' });
    expect(revisions).toEqual([1, 2]);
  });
});
