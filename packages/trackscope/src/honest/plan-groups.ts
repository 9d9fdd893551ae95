import type { HonestPlan } from './plan.js';

/**
 * Plans that are judged together: the same rows held out together, and what one knows all the others know too. Features,
 * bins and folds are then made once. In the order of their first plan; within a group the one that knows most is first.
 */
export function groupPlans(plans: readonly HonestPlan[]): HonestPlan[][] {
  const groups: HonestPlan[][] = [];
  for (const plan of plans) {
    const group = groups.find(([first]) => sameSplit(first!, plan) && nested(first!, plan));
    if (!group) groups.push([plan]);
    else if (plan.protocol.families.length > group[0]!.protocol.families.length) group.unshift(plan);
    else group.push(plan);
  }
  return groups;
}

function sameSplit(a: HonestPlan, b: HonestPlan): boolean {
  return (
    a.unit === b.unit &&
    a.protocol.heldOutTogether === b.protocol.heldOutTogether &&
    a.folds === b.folds &&
    a.judged === b.judged &&
    a.repeats === b.repeats &&
    a.seed === b.seed
  );
}

function nested({ protocol: a }: HonestPlan, { protocol: b }: HonestPlan): boolean {
  const has = (one: typeof a, other: typeof a) => other.families.every((f) => one.families.includes(f));
  return has(a, b) || has(b, a);
}
