import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import type { FaceObservation } from '../../../src-shared/contract/camera.ts';
import { moved, nobody, seen } from './test-face.ts';
import { drawMovements, FaceTrial, type Movement } from './trial.ts';

/** With this draw: turn left, turn right, turn left. */
const first = () => 0;
let now: number;
let trial: FaceTrial;
beforeEach(() => {
  now = 1_000_000;
  trial = new FaceTrial(first, now);
});

/** Ten frames a second. */
function see(observation: FaceObservation, frames = 1): void {
  for (let frame = 0; frame < frames; frame++) {
    now += 100;
    trial.observe(observation, now);
  }
}
const looksStraight = (similarity = 0.9) => see(seen({ similarity }), 3);
/** Reads the word, then moves. */
function does(movement: Movement): void {
  see(seen(), 4);
  see(seen(moved[movement]));
}

describe('movements', () => {
  it('are three, none twice running, and every such order comes', () => {
    const orders = new Set<string>();
    fc.assert(
      fc.property(fc.infiniteStream(fc.nat(1_000)), (stream) => {
        const drawn = drawMovements((limit) => (stream.next().value ?? 0) % limit);
        expect(drawn).toHaveLength(3);
        expect(drawn[0]).not.toBe(drawn[1]);
        expect(drawn[1]).not.toBe(drawn[2]);
        orders.add(drawn.join());
      }),
      { numRuns: 500 },
    );
    expect(orders.size).toBe(12);
  });

  it('are shown one at a time, each after looking straight', () => {
    const prompts: string[] = [];
    const note = () => {
      if (prompts.at(-1) !== trial.state.prompt) prompts.push(trial.state.prompt);
    };
    note();
    for (const movement of ['turnLeft', 'turnRight', 'turnLeft'] as const) {
      looksStraight();
      note();
      does(movement);
      note();
    }
    expect(trial.verdict).toBeNull();
    expect(trial.state).toEqual({ prompt: 'lookStraight', done: 3, of: 3, hint: null });
    looksStraight();
    expect(prompts).toEqual([
      'lookStraight',
      'turnLeft',
      'lookStraight',
      'turnRight',
      'lookStraight',
      'turnLeft',
      'lookStraight',
    ]);
    expect(trial.verdict).toEqual({ kind: 'completed', likeness: 0.9 });
  });

  it('closer is a third larger than before', () => {
    trial = new FaceTrial((limit) => limit - 1, now);
    looksStraight();
    expect(trial.state.prompt).toBe('comeCloser');
    see(seen({ height: 0.51 }), 5);
    expect(trial.state).toMatchObject({ prompt: 'comeCloser', done: 0 });
    see(seen({ height: 0.53 }));
    expect(trial.state).toMatchObject({ prompt: 'lookStraight', done: 1 });
  });

  it.each([
    ['the other side', 'turnRight'],
    ['much closer', { height: 0.61 }],
  ] as const)('%s was not asked for', (_, other) => {
    looksStraight();
    see(seen(), 4);
    see(seen(typeof other === 'string' ? moved[other] : other));
    expect(trial.verdict).toEqual({ kind: 'wrongMovement' });
  });

  it('a turned head may look a little larger', () => {
    looksStraight();
    see(seen({ height: 0.58, turn: 0.25 }), 4);
    expect(trial.verdict).toBeNull();
  });

  it('the right one before anybody can have read the word was under way already', () => {
    looksStraight();
    see(seen(moved.turnLeft));
    expect(trial.verdict).toEqual({ kind: 'wrongMovement' });
  });

  it('a still photo does nothing, and its time runs out', () => {
    see(seen(), 102);
    expect(trial.verdict).toBeNull();
    see(seen());
    expect(trial.verdict).toEqual({ kind: 'tooSlow' });
  });

  it('a film that goes its own way passes no more often than by chance', () => {
    const film = ['turnLeft', 'turnRight', 'comeCloser'] as const;
    let passed = 0;
    const orders = [0, 1, 2].flatMap((a) => [0, 1].flatMap((b) => [0, 1].map((c) => [a, b, c])));
    for (const order of orders) {
      let drawn = 0;
      trial = new FaceTrial(() => order[drawn++ % 3] ?? 0, now);
      for (const movement of film) {
        looksStraight();
        does(movement);
      }
      looksStraight();
      if (trial.verdict?.kind === 'completed') passed += 1;
    }
    expect(passed).toBe(1);
  });
});

describe('likeness', () => {
  const play = (likenesses: readonly number[]) => {
    for (const [at, movement] of (['turnLeft', 'turnRight', 'turnLeft'] as const).entries()) {
      looksStraight(likenesses[at]);
      does(movement);
    }
    looksStraight(likenesses[3]);
    return trial.verdict;
  };

  it.each([[[0.2, 0.9, 0.9, 0.9]], [[0.9, 0.2, 0.9, 0.9]], [[0.9, 0.9, 0.2, 0.9]], [[0.9, 0.9, 0.9, 0.2]]])(
    'is the lowest of all times: %j',
    (likenesses) => {
      expect(play(likenesses)).toEqual({ kind: 'completed', likeness: 0.2 });
    },
  );

  it('is not made by one lucky frame of three', () => {
    see(seen({ similarity: 0.3 }), 2);
    see(seen({ similarity: 0.99 }));
    does('turnLeft');
    looksStraight();
    does('turnRight');
    looksStraight();
    does('turnLeft');
    looksStraight();
    expect(trial.verdict).toEqual({ kind: 'completed', likeness: 0.3 });
  });
});

describe('what is in the way is said, and nothing is taken from it', () => {
  it.each([
    ['noFace', nobody],
    ['tooDark', { ...nobody, brightness: 20 }],
    ['severalFaces', seen({}, { faces: 2 })],
    ['tooFar', seen({ height: 0.2 })],
    ['tooClose', seen({ height: 0.7 })],
    ['notCentred', seen({ x: 0.8 })],
    ['notCentred', seen({ y: 0.9 })],
    ['turned', seen({ turn: 0.25 })],
    ['turned', seen({ turn: -0.25 })],
  ] as const)('%s', (hint, observation) => {
    see(seen(), 2);
    see(observation, 5);
    expect(trial.state).toMatchObject({ prompt: 'lookStraight', hint });
    see(seen(), 2);
    expect(trial.state).toMatchObject({ prompt: 'lookStraight', hint: null });
    see(seen());
    expect(trial.state.prompt).toBe('turnLeft');
  });

  it('whoever came closer may stay there', () => {
    trial = new FaceTrial((limit) => limit - 1, now);
    looksStraight();
    does('comeCloser');
    see(seen({ height: 0.7 }), 3);
    expect(trial.state).toMatchObject({ hint: null, done: 1 });
    expect(trial.state.prompt).not.toBe('lookStraight');
  });
});

describe('nobody takes the place of another', () => {
  const halfWay = () => {
    looksStraight();
    does('turnLeft');
    looksStraight();
  };

  it('a second face begins everything again, unless it only passes', () => {
    halfWay();
    see(seen({}, { faces: 2 }), 7);
    expect(trial.state).toMatchObject({ done: 1, hint: 'severalFaces' });
    see(seen({}, { faces: 2 }));
    expect(trial.state).toEqual({ prompt: 'lookStraight', done: 0, of: 3, hint: 'severalFaces' });
  });

  it('an empty picture does, when it lasts longer than a head that turns is lost', () => {
    halfWay();
    see(nobody, 7);
    expect(trial.state.done).toBe(1);
    see(nobody, 1);
    expect(trial.state).toEqual({ prompt: 'lookStraight', done: 0, of: 3, hint: 'noFace' });
  });

  it('with other movements, and what was measured before does not count', () => {
    let drawn = 0;
    trial = new FaceTrial((limit) => (drawn++ < 3 ? 0 : limit - 1), now);
    looksStraight(0.1);
    see(nobody, 20);
    looksStraight();
    expect(trial.state.prompt).toBe('comeCloser');
    does('comeCloser');
    see(seen({ height: 0.5 }), 3);
    see(seen({ height: 0.5 }), 4);
    see(seen({ turn: -0.4 }));
    looksStraight();
    does('comeCloser');
    looksStraight();
    expect(trial.verdict).toEqual({ kind: 'completed', likeness: 0.9 });
  });
});

describe('time', () => {
  it('runs where no frame comes', () => {
    trial.tick(now + 14_999);
    expect(trial.verdict).toBeNull();
    trial.tick(now + 15_000);
    expect(trial.verdict).toEqual({ kind: 'tooSlow' });
  });

  it('is ten seconds for a movement', () => {
    looksStraight();
    trial.tick(now + 9_999);
    expect(trial.verdict).toBeNull();
    trial.tick(now + 10_000);
    expect(trial.verdict).toEqual({ kind: 'tooSlow' });
  });

  it('is a minute for everything, however often it begins again', () => {
    const began = now;
    while (trial.verdict === null) {
      looksStraight();
      see(nobody, 10);
    }
    expect(trial.verdict).toEqual({ kind: 'tooSlow' });
    expect(now - began).toBeGreaterThanOrEqual(60_000);
    expect(now - began).toBeLessThan(61_500);
  });

  it('what was decided stays decided', () => {
    trial.tick(now + 15_000);
    see(seen(), 50);
    expect(trial.verdict).toEqual({ kind: 'tooSlow' });
  });
});
