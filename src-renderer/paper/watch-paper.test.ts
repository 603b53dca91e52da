import { expect, it } from 'vitest';
import type { PaperObservation, PaperWanted } from '../../src-shared/contract/camera.ts';
import type { FromWorker, ToWorker } from './messages.ts';
import { lookAt } from './watch-paper.ts';

const observation: PaperObservation = { widthPx: 640, heightPx: 480, outline: null, problem: 'noSheet' };
const picture = {} as ImageBitmap;
const page: FromWorker = {
  kind: 'page',
  jpeg: new Blob(['a page']),
  widthPx: 300,
  heightPx: 424,
  straightened: true,
};

/** A worker that answers as told, and what it was asked. */
function worker(answers: Partial<Record<ToWorker['kind'], FromWorker>> = {}) {
  const asked: string[] = [];
  return {
    asked,
    ask: async ({ kind }: ToWorker): Promise<FromWorker> => {
      asked.push(kind);
      return answers[kind] ?? (kind === 'keep' ? page : { kind: 'observed', observation });
    },
  };
}
const says = (...answers: PaperWanted[]) => {
  const told: PaperObservation[] = [];
  return {
    told,
    tell: async (seen: PaperObservation) => {
      told.push(seen);
      return answers.shift() ?? 'nothing';
    },
  };
};

it('tells every frame, and gives the one that is wanted', async () => {
  const { ask, asked } = worker();
  const { tell, told } = says('more', 'more', 'picture');
  const answer = await lookAt(async () => picture, ask, tell);
  expect(answer).toEqual({
    kind: 'page',
    jpegBase64: btoa('a page'),
    widthPx: 300,
    heightPx: 424,
    straightened: true,
  });
  expect(told).toHaveLength(3);
  expect(asked).toEqual(['frame', 'frame', 'frame', 'keep']);
});

it('ends when nobody wants more, and keeps no page', async () => {
  const { ask, asked } = worker();
  expect(await lookAt(async () => picture, ask, says('more', 'nothing').tell)).toMatchObject({
    kind: 'failed',
  });
  expect(asked).not.toContain('keep');
});

it('a camera that gives no frame any more is told', async () => {
  const frames = [picture, null];
  const answer = await lookAt(async () => frames.shift() ?? null, worker().ask, says('more', 'more').tell);
  expect(answer).toEqual({ kind: 'failed', reason: 'failed', description: 'no new frame in 3000 ms' });
});

it.each(['frame', 'keep'] as const)('a worker that fails at %s is told', async (kind) => {
  const { ask } = worker({ [kind]: { kind: 'failed', description: 'no canvas' } });
  const answer = await lookAt(async () => picture, ask, says('picture').tell);
  expect(answer).toEqual({ kind: 'failed', reason: 'failed', description: 'no canvas' });
});
