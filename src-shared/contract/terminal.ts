import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { act, itemSummary, view } from '../view.ts';
import { cameraAnswer, cameraOrder, faceObservation, paperObservation, paperWanted } from './camera.ts';

/**
 * Renderer <-> terminal. The same contract runs over a MessagePort in Electron and over a loopback WebSocket
 * for a plain Chromium.
 */
export const terminalContract = {
  /** The view now, then every view after it. */
  watch: oc.output(eventIterator(view)),
  /** Answers whether the act was taken; a stale screen or an act that the screen does not offer is not. */
  act: oc.input(z.strictObject({ screenId: z.string(), act })).output(z.strictObject({ taken: z.boolean() })),
  /** Items by name, alias, pinyin, initials and everyday words; best first, at most 6. */
  searchItems: oc.input(z.strictObject({ query: z.string().max(40) })).output(z.array(itemSummary)),
  camera: {
    /** What the page's camera is asked for, as it is asked. The page that called last has the camera. */
    orders: oc.output(eventIterator(cameraOrder)),
    answer: oc.input(z.strictObject({ id: z.int(), answer: cameraAnswer })).output(z.void()),
    /** One frame of `watchFace`; answers whether another is wanted. */
    observed: oc
      .input(z.strictObject({ id: z.int(), observation: faceObservation }))
      .output(z.strictObject({ wanted: z.boolean() })),
    /** One frame of `watchPaper`. */
    paperObserved: oc
      .input(z.strictObject({ id: z.int(), observation: paperObservation }))
      .output(z.strictObject({ wanted: paperWanted })),
    /** A camera was plugged in or pulled out. */
    changed: oc.output(z.void()),
  },
};
