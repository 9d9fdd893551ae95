import { clamp } from './axis.js';
import { dragging } from './dragging.js';

/** A rectangle in shares of the picture: across from the left, up from the bottom. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly bottom: number;
  readonly top: number;
}

export interface BoxHands {
  readonly taken: () => Box | null;
  readonly move: (box: Box) => void;
  readonly end: (box: Box) => void;
  readonly cancel: () => void;
  readonly clear: () => void;
}

/** A brush over a picture: drag makes a rectangle, moves it, or moves its edges and corners; a double click clears. */
export function boxBrushing(
  node: HTMLElement,
  hands: BoxHands,
): { update: (hands: BoxHands) => void; destroy: () => void } {
  let given = hands;
  const destroy = dragging<Box>(node, {
    hold: ({ x, y, width, height, grip }) => {
      const taken = given.taken();
      const hold = taken ? holdOf(taken, x, y, grip / width, grip / height) : 'new';
      return {
        shapeAt: (at) => boxAt({ x, y, taken, hold }, at.x, at.y),
        click: () => {
          if (taken && hold === 'new') given.clear();
        },
      };
    },
    way: Math.hypot,
    move: (box) => given.move(box),
    end: (box) => given.end(box),
    cancel: () => given.cancel(),
    doubleClick: () => given.clear(),
  });
  return {
    update: (next) => {
      given = next;
    },
    destroy,
  };
}

/** What is held: a new rectangle, the whole, or one edge across and/or one edge up. */
export type Hold =
  | 'new'
  | 'whole'
  | { readonly across: 'left' | 'right' | null; readonly up: 'bottom' | 'top' | null };

/** What a hand at a place takes hold of. */
export function holdOf(box: Box, x: number, y: number, gripX: number, gripY: number): Hold {
  const within = (at: number, low: number, high: number, grip: number) =>
    at >= low - grip && at <= high + grip;
  if (!within(x, box.left, box.right, gripX) || !within(y, box.bottom, box.top, gripY)) return 'new';
  const across = Math.abs(x - box.right) <= gripX ? 'right' : Math.abs(x - box.left) <= gripX ? 'left' : null;
  const up = Math.abs(y - box.top) <= gripY ? 'top' : Math.abs(y - box.bottom) <= gripY ? 'bottom' : null;
  return across || up ? { across, up } : 'whole';
}

/** The rectangle once the hand has come to a place. */
export function boxAt(
  drag: { readonly x: number; readonly y: number; readonly taken: Box | null; readonly hold: Hold },
  x: number,
  y: number,
): Box {
  const { taken, hold } = drag;
  if (hold === 'new' || taken === null) return ordered(drag.x, x, drag.y, y);
  if (hold === 'whole') {
    const dx = clamp(x - drag.x, -taken.left, 1 - taken.right);
    const dy = clamp(y - drag.y, -taken.bottom, 1 - taken.top);
    return { left: taken.left + dx, right: taken.right + dx, bottom: taken.bottom + dy, top: taken.top + dy };
  }
  return ordered(
    hold.across === 'left' ? x : taken.left,
    hold.across === 'right' ? x : taken.right,
    hold.up === 'bottom' ? y : taken.bottom,
    hold.up === 'top' ? y : taken.top,
  );
}

function ordered(x1: number, x2: number, y1: number, y2: number): Box {
  return { left: Math.min(x1, x2), right: Math.max(x1, x2), bottom: Math.min(y1, y2), top: Math.max(y1, y2) };
}
