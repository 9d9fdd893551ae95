import type { FigureId, Finding, Profile } from '@trackscope/catalogue';

/** Findings that one picture shows. */
export interface FindingGroup {
  readonly figure: FigureId | null;
  readonly title: string;
  readonly findings: readonly Finding[];
}

const TITLES: Readonly<Partial<Record<FigureId, string>>> = {
  popularity: 'How popularity is spread',
  distributions: 'Columns far from even',
  correlation: 'What moves together',
  pairs: 'Pairs of features',
  mood: 'Moods',
  duration: 'Duration',
  target: 'Sound and popularity',
  genres: 'Genres and popularity',
  'macro-genres': 'Macro-genres',
  'genre-features': 'Genres and sound',
  leaders: 'Who stands at the top',
  quality: 'What is in the catalogue',
  models: 'Models',
};

/** Findings by their picture, the group with the weightiest first. */
export function findingGroups({ findings }: Pick<Profile, 'findings'>): readonly FindingGroup[] {
  const groups = new Map<FigureId | null, Finding[]>();
  for (const finding of [...findings].sort((a, b) => b.weight - a.weight)) {
    const group = groups.get(finding.figure);
    if (group) group.push(finding);
    else groups.set(finding.figure, [finding]);
  }
  return [...groups].map(([figure, found]) => ({
    figure,
    title: figure === null ? 'Also' : (TITLES[figure] ?? figure),
    findings: found,
  }));
}
