import type { Filter, HistogramView, ViewResult, ViewSpec } from 'trackscope/browser';
import { describe, expect, it } from 'vitest';
import { coreOf } from '../../src/pages/explore/extents.js';
import { LiveViews } from '../../src/pages/explore/live-views.js';
import { Steps } from '../../src/pages/explore/steps.js';
import { artistsOf, trackInput } from '../../src/pages/explore/track-input.js';

function setUp() {
  const asked: { filter: Filter; columns: string[] }[] = [];
  const frames: (() => void)[] = [];
  let fail = false;
  const live = new LiveViews(
    {
      async views(filter, specs: readonly ViewSpec[]) {
        asked.push({
          filter,
          columns: specs.map((spec) => (spec.kind === 'histogram' ? spec.column : spec.kind)),
        });
        if (fail) throw new Error('gone');
        const views: ViewResult[] = specs.map((spec) => ({
          kind: 'histogram',
          column: spec.kind === 'histogram' ? spec.column : '',
          edges: [],
          counts: [],
          all: [],
        }));
        return { passing: 1, views };
      },
    },
    (run) => frames.push(run),
  );
  const drawn: string[] = [];
  const viewer = (column: string, inSight = () => true) => ({
    specs: () => [{ kind: 'histogram', column, bins: 2 } as const],
    draw: ([result]: readonly ViewResult[]) => {
      drawn.push((result as HistogramView).column);
    },
    inSight,
  });
  const frame = async () => {
    for (const run of frames.splice(0)) run();
    await new Promise((done) => setTimeout(done));
  };
  return {
    live,
    asked,
    frames,
    drawn,
    viewer,
    frame,
    fail: (now: boolean) => {
      fail = now;
    },
  };
}

describe('live views', () => {
  it('ask once a frame, for all pictures, with the latest filter', async () => {
    const { live, asked, frames, drawn, viewer, frame } = setUp();
    live.add(viewer('a'));
    live.add(viewer('b'));
    live.show({ search: 'x' }, true);
    live.show({ search: 'xy' }, true);
    expect(frames).toHaveLength(1);
    await frame();
    expect(asked).toEqual([{ filter: { search: 'xy' }, columns: ['a', 'b'] }]);
    expect(drawn).toEqual(['a', 'b']);
    await frame();
    expect(asked).toHaveLength(1);
  });

  it('draw what is out of sight once the hand rests', async () => {
    const { live, drawn, viewer, frame } = setUp();
    live.add(viewer('seen'));
    live.add(viewer('unseen', () => false));
    await frame();
    drawn.length = 0;
    live.show({ search: 'x' }, true);
    await frame();
    expect(drawn).toEqual(['seen']);
    live.show({ search: 'x' }, false);
    await frame();
    expect(drawn.slice(1).sort()).toEqual(['seen', 'unseen']);
  });

  it('renew one picture alone, and forget one that is gone', async () => {
    const { live, asked, viewer, frame } = setUp();
    const one = viewer('a');
    const away = live.add(one);
    live.add(viewer('b'));
    await frame();
    live.renew(one);
    await frame();
    expect(asked[1]?.columns).toEqual(['a']);
    away();
    live.renew(one);
    await frame();
    expect(asked).toHaveLength(2);
  });

  it('go on after a failure', async () => {
    const { live, drawn, viewer, frame, fail } = setUp();
    const said: unknown[] = [];
    live.onfailed = (error) => said.push(error);
    fail(true);
    live.add(viewer('a'));
    await frame();
    expect(said).toHaveLength(1);
    expect(drawn).toEqual([]);
    fail(false);
    live.retry();
    await frame();
    expect(drawn).toEqual(['a']);
  });
});

describe('steps', () => {
  it('go back and forward, and follow the browser’s own', () => {
    const steps = new Steps<string>('', (state) => state);
    for (const state of ['a', 'ab', 'abc']) steps.visit(state);
    expect(steps.undo()).toBe('ab');
    steps.visit('a');
    expect(steps.canRedo).toBe(true);
    expect(steps.redo()).toBe('ab');
    steps.visit('other');
    expect(steps.canRedo).toBe(false);
    expect(steps.undo()).toBe('ab');
    expect(steps.undo()).toBe('a');
    expect(steps.undo()).toBe('');
    expect(steps.undo()).toBeNull();
  });
});

describe('what is drawn of a column', () => {
  const edges = Array.from({ length: 101 }, (_, i) => i);
  it('leaves out a long thin tail, on round numbers', () => {
    const all = Array.from({ length: 100 }, (_, i) => (i < 10 ? 1000 : i === 99 ? 1 : 0));
    expect(coreOf({ edges, all })).toEqual([0, 10]);
  });
  it('is everything where listings are everywhere', () => {
    expect(coreOf({ edges, all: Array.from({ length: 100 }, () => 10) })).toBeNull();
  });
  it('is everything of a column with one crowded bin and nothing else', () => {
    const all = Array.from({ length: 100 }, (_, i) => (i === 50 ? 10 : 0));
    const core = coreOf({ edges, all });
    expect(core?.[0]).toBeLessThanOrEqual(50);
    expect(core?.[1]).toBeGreaterThanOrEqual(51);
  });
});

describe('a track for the models', () => {
  it('has everything but its popularity', () => {
    const input = trackInput({
      track: {
        row: 0,
        trackId: 't',
        title: 'T',
        artists: 'A; B;',
        album: '',
        genre: 'x',
        macroGenre: 'X',
        explicit: true,
        values: { popularity: 50, energy: 0.5, tempo: null },
      },
      genres: ['x', 'y'],
      releases: [],
    });
    expect(input).toEqual({
      title: 'T',
      artists: ['A', 'B'],
      genres: ['x', 'y'],
      sound: { energy: 0.5, explicit: 1 },
      release: { kind: 'as-written' },
    });
    expect(artistsOf('')).toEqual([]);
  });
});
