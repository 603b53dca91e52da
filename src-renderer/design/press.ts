import { type MouseEvent, type PointerEvent, useRef } from 'react';

/**
 * A press is a finger that comes down on a target and leaves the glass over it, however long it rested.
 *
 * The browser's own click is not enough on a public machine: it is lost when the finger rests (long press)
 * or trembles, which is how many older people press. A mouse's, keyboard's or screen reader's click still
 * counts. And a second tap of a double tap must not press what the first one brought up in the same place.
 */

/** How far, in CSS pixels, a finger may end outside of the target. */
const SLOP = 24;
const DOUBLE_TAP_MS = 350;

/** When a finger last pressed something, in `event.timeStamp`. One pair of hands, one value. */
let lastTouchPress = Number.NEGATIVE_INFINITY;

interface PressOptions {
  /** Keys of a keypad are pressed quickly one after the other on purpose. */
  readonly rapid?: boolean;
}

export function usePress(onPress: () => void, { rapid = false }: PressOptions = {}) {
  const pointer = useRef<number | null>(null);
  return {
    onPointerDown(event: PointerEvent<HTMLElement>) {
      const isDoubleTap = event.timeStamp - lastTouchPress < DOUBLE_TAP_MS;
      const refused = event.button !== 0 || (event.pointerType === 'touch' && !rapid && isDoubleTap);
      pointer.current = refused ? null : event.pointerId;
    },
    onPointerUp(event: PointerEvent<HTMLElement>) {
      if (pointer.current !== event.pointerId) return;
      pointer.current = null;
      const box = event.currentTarget.getBoundingClientRect();
      const inside =
        event.clientX > box.left - SLOP &&
        event.clientX < box.right + SLOP &&
        event.clientY > box.top - SLOP &&
        event.clientY < box.bottom + SLOP;
      if (!inside) return;
      if (event.pointerType === 'touch') lastTouchPress = event.timeStamp;
      onPress();
    },
    onPointerCancel() {
      pointer.current = null;
    },
    onClick(event: MouseEvent<HTMLElement>) {
      // A click that followed a pointer counts its taps; one from a keyboard or a screen reader has none.
      if (event.detail === 0) onPress();
    },
  };
}
