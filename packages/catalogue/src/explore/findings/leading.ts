import { quoteText } from '../../ingest/quoting.js';
import type { Leader, Profile } from '../profile.js';
import { type Draft, list, Sentence } from './sentence.js';

/** Artists and albums with the highest mean popularity. */
export function leaderFindings({ leaders, target }: Profile): Draft[] {
  if (!target) return [];
  return [
    leading(
      'leading-artists',
      'artists',
      leaders.artists,
      leaders.minimumTracks,
      (name) => `first_of_track AND list_contains(artist_list, ${quoteText(name)})`,
    ),
    leading(
      'leading-albums',
      'albums',
      leaders.albums,
      leaders.minimumTracks,
      (name) => `first_of_track AND album_name = ${quoteText(name)}`,
    ),
  ].flatMap((draft) => draft ?? []);
}

function leading(
  id: string,
  kind: string,
  leaders: readonly Leader[],
  minimum: number | undefined,
  where: (name: string) => string,
): Draft | null {
  if (leaders.length < 2) return null;
  const say = new Sentence();
  const parts = leaders
    .slice(0, 3)
    .flatMap((leader, i) =>
      leader.meanPopularity
        ? [
            `${say.name(leader.name)} (${say.points(`mean${i + 1}`, leader.meanPopularity.value)} over ` +
              `${say.count(`tracks${i + 1}`, leader.tracks)} tracks)`,
          ]
        : [],
    );
  if (parts.length === 0) return null;
  const among =
    minimum === undefined ? kind : `${kind} with at least ${say.count('minimumTracks', minimum)} tracks`;
  return say.finish(id, `among ${among}, the most popular on average are ${list(parts)}.`, {
    figure: 'leaders',
    weight: id === 'leading-artists' ? 61 : 50,
    where: where(leaders[0].name),
  });
}
