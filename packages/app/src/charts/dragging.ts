import { clamp } from './axis.js';

/** How near to an edge one takes hold of it, in pixels. */
const GRIP = 7;
/** How far a hand must go to mean a drag, in pixels. */
const DRAG = 3;

/** Where a hand is upon an element. */
export interface Place {
  /** Share of the width, 0 to 1 from the left. */
  readonly x: number;
  /** Share of the height, 0 to 1 from the bottom. */
  readonly y: number;
  /** Size of the element, in pixels. */
  readonly width: number;
  readonly height: number;
  /** How near to an edge this hand takes hold of it, in pixels: a finger is coarse. */
  readonly grip: number;
}

/** What a hand has taken hold of. */
export interface Held<Shape> {
  /** The shape once the hand has come to a place. */
  readonly shapeAt: (at: Place) => Shape;
  /** The hand came up without a drag. */
  readonly click: () => void;
}

/** What hands do upon an element. */
export interface Dragged<Shape> {
  readonly hold: (at: Place) => Held<Shape>;
  /** How far a hand has gone, of its way across and up in pixels. */
  readonly way: (across: number, up: number) => number;
  readonly move: (shape: Shape) => void;
  readonly end: (shape: Shape) => void;
  /** The hand was taken away: as before. */
  readonly cancel: () => void;
  readonly doubleClick: () => void;
}

/**
 * Drags of one hand at a time upon an element.
 *
 * @returns takes the listeners off
 */
export function dragging<Shape>(node: HTMLElement, dragged: Dragged<Shape>): () => void {
  /** The shape is null until the hand has gone far enough. */
  let drag: { id: number; from: Place; held: Held<Shape>; shape: Shape | null } | null = null;
  const listeners = new AbortController();

  function placeOf(event: PointerEvent): Place {
    const { left, top, width, height } = node.getBoundingClientRect();
    return {
      x: clamp((event.clientX - left) / width, 0, 1),
      y: clamp(1 - (event.clientY - top) / height, 0, 1),
      width,
      height,
      grip: (event.pointerType === 'touch' ? 2.5 : 1) * GRIP,
    };
  }

  function down(event: PointerEvent): void {
    if (event.button !== 0 || drag) return;
    const from = placeOf(event);
    drag = { id: event.pointerId, from, held: dragged.hold(from), shape: null };
    node.setPointerCapture(event.pointerId);
  }

  function move(event: PointerEvent): void {
    if (!drag || event.pointerId !== drag.id) return;
    const at = placeOf(event);
    const { from, held, shape } = drag;
    const way = dragged.way((at.x - from.x) * at.width, (at.y - from.y) * at.height);
    if (shape === null && way < DRAG) return;
    drag.shape = held.shapeAt(at);
    dragged.move(drag.shape);
  }

  function up(event: PointerEvent): void {
    if (!drag || event.pointerId !== drag.id) return;
    const { held, shape } = drag;
    drag = null;
    if (shape === null) held.click();
    else dragged.end(shape);
  }

  function lost(event: PointerEvent): void {
    if (!drag || event.pointerId !== drag.id) return;
    const { shape } = drag;
    drag = null;
    if (shape !== null) dragged.cancel();
  }

  const { signal } = listeners;
  node.addEventListener('pointerdown', down, { signal });
  node.addEventListener('pointermove', move, { signal });
  node.addEventListener('pointerup', up, { signal });
  node.addEventListener('pointercancel', lost, { signal });
  node.addEventListener('dblclick', () => dragged.doubleClick(), { signal });
  return () => listeners.abort();
}
