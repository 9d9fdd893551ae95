import { clamp } from './axis.js';

/** What a brush upon one axis does; places are shares of its width, 0 to 1. */
export interface Hands {
  /** What is taken now, or null. */
  readonly taken: () => readonly [number, number] | null;
  readonly move: (one: number, other: number) => void;
  readonly end: (one: number, other: number) => void;
  /** The hand was taken away: as before. */
  readonly cancel: () => void;
  readonly click: (at: number) => void;
  readonly clear: () => void;
}

/** How near to an edge one takes hold of it, in pixels. */
export const GRIP = 7;
/** How far a hand must go to mean a drag, in pixels. */
const DRAG = 3;

/** A brush along x: drag makes a range, moves it, or moves an edge; a double click clears. */
export function brushing(
  node: HTMLElement,
  hands: Hands,
): { update: (hands: Hands) => void; destroy: () => void } {
  let given = hands;
  let drag: {
    id: number;
    from: number;
    fixed: number | null;
    taken: readonly [number, number] | null;
    moved: boolean;
  } | null = null;
  let ends: readonly [number, number] = [0, 0];
  const share = (event: PointerEvent) => {
    const { left, width } = node.getBoundingClientRect();
    return { at: clamp((event.clientX - left) / width, 0, 1), width };
  };

  function down(event: PointerEvent): void {
    if (event.button !== 0 || drag) return;
    const { at, width } = share(event);
    const taken = given.taken();
    const grip = (event.pointerType === 'touch' ? 2.5 : 1) * GRIP;
    const near = (edge: number) => Math.abs(at - edge) * width <= grip;
    // Taking hold of an edge keeps the other where it is; within the range all of it moves.
    const fixed = taken && near(taken[1]) ? taken[0] : taken && near(taken[0]) ? taken[1] : null;
    const inside = taken && fixed === null && at > taken[0] && at < taken[1];
    drag = { id: event.pointerId, from: at, fixed: fixed ?? (inside ? null : at), taken, moved: false };
    node.setPointerCapture(event.pointerId);
  }

  function move(event: PointerEvent): void {
    if (!drag || event.pointerId !== drag.id) return;
    const { at, width } = share(event);
    if (!drag.moved && Math.abs(at - drag.from) * width < DRAG) return;
    drag.moved = true;
    ends = endsAt(at);
    given.move(...ends);
  }

  function endsAt(at: number): readonly [number, number] {
    if (!drag) return [at, at];
    if (drag.fixed !== null) return [drag.fixed, at];
    const [low, high] = drag.taken ?? [at, at];
    const by = clamp(at - drag.from, -low, 1 - high);
    return [low + by, high + by];
  }

  function up(event: PointerEvent): void {
    if (!drag || event.pointerId !== drag.id) return;
    const { from, moved, fixed, taken } = drag;
    drag = null;
    if (moved) given.end(...ends);
    else if (fixed !== null && (taken === null || fixed === from)) given.click(from);
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
