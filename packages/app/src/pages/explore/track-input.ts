import type { TrackInput, TrackRecord } from 'trackscope/browser';

/** A track of the catalogue as the models take it in: everything that is known of it but its popularity. */
export function trackInput({ track, genres }: TrackRecord): TrackInput {
  const sound: Record<string, number> = {};
  for (const [name, value] of Object.entries(track.values)) {
    if (name !== 'popularity' && value !== null) sound[name] = value;
  }
  if (track.explicit !== null) sound.explicit = track.explicit ? 1 : 0;
  return {
    ...(track.title ? { title: track.title } : {}),
    ...(track.album ? { album: track.album } : {}),
    artists: artistsOf(track.artists),
    genres,
    sound,
    release: { kind: 'as-written' },
  };
}

/** `A;B` → `A`, `B`. */
export function artistsOf(artists: string): string[] {
  return artists
    .split(';')
    .map((artist) => artist.trim())
    .filter((artist) => artist !== '');
}
