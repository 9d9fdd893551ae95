import { clamp } from './axis.js';
import { dragging } from './dragging.js';

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

type Ends = readonly [number, number];

/** A brush along x: drag makes a range, moves it, or moves an edge; a double click clears. */
export function brushing(
  node: HTMLElement,
  hands: Hands,
): { update: (hands: Hands) => void; destroy: () => void } {
  let given = hands;
  const destroy = dragging<Ends>(node, {
    hold: (from) => {
      const taken = given.taken();
      const near = (edge: number) => Math.abs(from.x - edge) * from.width <= from.grip;
      // Taking hold of an edge keeps the other where it is; within the range all of it moves.
      const edge = taken && near(taken[1]) ? taken[0] : taken && near(taken[0]) ? taken[1] : null;
      const inside = taken && edge === null && from.x > taken[0] && from.x < taken[1];
      const fixed = edge ?? (inside ? null : from.x);
      return {
        shapeAt: (at): Ends => {
          if (fixed !== null) return [fixed, at.x];
          const [low, high] = taken ?? [at.x, at.x];
          const by = clamp(at.x - from.x, -low, 1 - high);
          return [low + by, high + by];
        },
        click: () => {
          if (fixed !== null && (taken === null || fixed === from.x)) given.click(from.x);
        },
      };
    },
    way: (across) => Math.abs(across),
    move: (ends) => given.move(...ends),
    end: (ends) => given.end(...ends),
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
