import { clamp } from './axis.js';
import { GRIP } from './brushing.js';

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

const DRAG = 3;

/** A brush over a picture: drag makes a rectangle, moves it, or moves its edges and corners; a double click clears. */
export function boxBrushing(
  node: HTMLElement,
  hands: BoxHands,
): { update: (hands: BoxHands) => void; destroy: () => void } {
  let given = hands;
  let drag: { id: number; x: number; y: number; taken: Box | null; hold: Hold; moved: boolean } | null = null;
  let box: Box = { left: 0, right: 0, bottom: 0, top: 0 };
  const placeOf = (event: PointerEvent) => {
    const { left, top, width, height } = node.getBoundingClientRect();
    return {
      x: clamp((event.clientX - left) / width, 0, 1),
      y: clamp(1 - (event.clientY - top) / height, 0, 1),
      width,
      height,
    };
  };

  function down(event: PointerEvent): void {
    if (event.button !== 0 || drag) return;
    const { x, y, width, height } = placeOf(event);
    const taken = given.taken();
    const grip = (event.pointerType === 'touch' ? 2.5 : 1) * GRIP;
    const hold = taken ? holdOf(taken, x, y, grip / width, grip / height) : 'new';
    drag = { id: event.pointerId, x, y, taken, hold, moved: false };
    node.setPointerCapture(event.pointerId);
  }

  function move(event: PointerEvent): void {
    if (!drag || event.pointerId !== drag.id) return;
    const { x, y, width, height } = placeOf(event);
    if (!drag.moved && Math.hypot((x - drag.x) * width, (y - drag.y) * height) < DRAG) return;
    drag.moved = true;
    box = boxAt(drag, x, y);
    given.move(box);
  }

  function up(event: PointerEvent): void {
    if (!drag || event.pointerId !== drag.id) return;
    const { moved, hold, taken } = drag;
    drag = null;
    if (moved) given.end(box);
    else if (taken && hold === 'new') given.clear();
  }

  function lost(event: PointerEvent): void {
    if (!drag || event.pointerId !== drag.id) return;
    const { moved } = drag;
    drag = null;
    if (moved) given.cancel();
  }

  const clear = () => given.clear();
  node.addEventListener('pointerdown', down);
  node.addEventListener('pointermove', move);
  node.addEventListener('pointerup', up);
  node.addEventListener('pointercancel', lost);
  node.addEventListener('dblclick', clear);
  return {
    update: (next) => {
      given = next;
    },
    destroy: () => {
      node.removeEventListener('pointerdown', down);
      node.removeEventListener('pointermove', move);
      node.removeEventListener('pointerup', up);
      node.removeEventListener('pointercancel', lost);
      node.removeEventListener('dblclick', clear);
    },
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
