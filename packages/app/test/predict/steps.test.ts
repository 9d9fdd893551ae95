import { expect, it } from 'vitest';
import { Steps } from '../../src/pages/predict/desk/steps.js';

it('goes back and forth, and forgets what was undone once something else is done', () => {
  const steps = new Steps('a');
  expect([steps.canUndo, steps.canRedo, steps.undo(), steps.redo()]).toEqual([false, false, null, null]);
  steps.add('b', 'energy', false, 0);
  steps.add('c', 'tempo', false, 0);
  expect([steps.undo(), steps.undo(), steps.undo()]).toEqual(['b', 'a', null]);
  expect(steps.redo()).toBe('b');
  steps.add('d', 'energy', false, 0);
  expect([steps.canRedo, steps.undo(), steps.undo()]).toEqual([false, 'b', 'a']);
});

it('takes quick steps of one control for one, slow ones and those of others for more', () => {
  const steps = new Steps('0');
  expect(steps.add('1', 'energy', false, 0)).toBe(true);
  expect(steps.add('2', 'energy', false, 900)).toBe(false);
  expect(steps.add('3', 'energy', false, 1899)).toBe(false);
  expect(steps.add('4', 'energy', false, 2899)).toBe(true);
  expect(steps.add('5', 'tempo', false, 2900)).toBe(true);
  expect([steps.undo(), steps.undo(), steps.undo()]).toEqual(['4', '3', '0']);
});

it('takes all that a hand does before it lets go for one, however long it holds', () => {
  const steps = new Steps('0');
  steps.take('energy', 0);
  steps.add('1', 'energy', true, 0);
  expect(steps.add('2', 'energy', true, 60_000)).toBe(false);
  steps.take('energy', 70_000);
  expect(steps.add('3', 'energy', true, 70_000)).toBe(true);
  expect([steps.undo(), steps.undo()]).toEqual(['2', '0']);
});

it('starts anew after rest, and adds nothing where nothing changed', () => {
  const steps = new Steps('0');
  steps.add('1', 'energy', false, 0);
  expect(steps.add('1', 'energy', false, 1)).toBe(false);
  steps.rest();
  expect(steps.add('2', 'energy', false, 2)).toBe(true);
  expect([steps.undo(), steps.undo()]).toEqual(['1', '0']);
});
