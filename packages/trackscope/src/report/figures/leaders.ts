import type { Leader, Profile } from '@trackscope/catalogue';
import { findingsFor } from '../input.js';
import { type Figure, multiples } from '../markup/figure.js';
import { type Fragment, html, name } from '../markup/html.js';
import { count, fixed, range } from '../markup/number.js';
import { table } from '../markup/table.js';

/** Who stands at the top: genres, artists, albums, as three lists with bars. */
export function leadersFigure(profile: Profile): Figure | null {
  const { genres, artists, albums, minimumTracks } = profile.leaders;
  const lists: readonly [string, readonly Leader[]][] = [
    ['Genres', genres],
    ['Artists', artists],
    ['Albums', albums],
  ];
  const filled = lists.filter(([, leaders]) => leaders.length > 0);
  if (filled.length === 0) return null;
  const scored = filled.some(([, leaders]) => leaders.some((l) => l.meanPopularity));
  const first = artists[0];
  const said = findingsFor(profile, 'leaders');
  return {
    id: 'leaders',
    title: scored ? 'Highest mean popularity' : 'Most tracks',
    layout: 'full',
    caption: [
      ...said,
      said.length === 0 && first?.meanPopularity
        ? html`Among artists ${name(first.name)} leads with a mean of ${fixed(first.meanPopularity.value, 1)} over ${count(first.tracks)} tracks (${range(first.meanPopularity, 1)}).`
        : null,
    ],
    legend: html`${scored ? 'Bar and number: mean popularity; in brackets its 95 % interval: a wide one is a thin record.' : 'Without popularity the lists go by number of tracks.'}${
      minimumTracks ? ` Artists and albums with fewer than ${minimumTracks} tracks are not ranked.` : ''
    }`,
    body: multiples(
      filled.map(([title, leaders]) => leaderTable(title, leaders)),
      'lists',
    ),
  };
}

function leaderTable(title: string, leaders: readonly Leader[]): Fragment {
  const scored = leaders.some((l) => l.meanPopularity);
  let most = 1;
  for (const l of leaders) most = Math.max(most, l.tracks);
  return table(
    {
      caption: title,
      className: 'leaders',
      columns: [
        { title: title.slice(0, -1) },
        { title: 'Tracks', numeric: true },
        ...(scored ? [{ title: 'Mean popularity', numeric: true }] : []),
      ],
      rows: leaders.map((l) => [
        name(l.name),
        scored ? count(l.tracks) : bar(l.tracks / most, count(l.tracks)),
        ...(scored
          ? [
              l.meanPopularity
                ? bar(
                    l.meanPopularity.value / 100,
                    fixed(l.meanPopularity.value, 1),
                    range(l.meanPopularity, 1),
                  )
                : '–',
            ]
          : []),
      ]),
    },
    `${title} by ${scored ? 'mean popularity' : 'number of tracks'}`,
  );
}

function bar(share: number, text: string, note = ''): Fragment {
  const width = Math.round(Math.min(1, Math.max(0, share)) * 1000) / 10;
  return html`<span class="bar" style="--w:${width}%">${text}${note ? html` <small>(${note})</small>` : null}</span>`;
}
