/** What a block of the demo catalogue consists of, before any number is given to its sound or popularity. */
export interface World {
  readonly artists: Artists;
  readonly albums: Albums;
  readonly recordings: Recordings;
  readonly tracks: Tracks;
}

/** Lists of equal length, one entry an artist. */
export interface Artists {
  readonly name: string[];
  /** Home genre. */
  readonly genre: number[];
}

export interface Albums {
  readonly title: string[];
}

export interface Recordings {
  /** Primary artist. */
  readonly artist: number[];
  readonly genre: number[];
  readonly title: string[];
  /** All artists as they are credited, with semicolons. */
  readonly credits: string[];
  /** 1 if it was made for a filler compilation. */
  readonly filler: number[];
  /** Album of its first release. */
  readonly album: number[];
}

export interface Tracks {
  readonly count: number;
  /** Index of the set of genres. */
  readonly set: Int32Array;
  readonly recording: Int32Array;
  readonly album: Int32Array;
  /** 1 if the release is on a filler compilation, whose copies hardly get any plays. */
  readonly filler: Uint8Array;
}

/** An empty world with room for so many tracks. */
export function emptyWorld(tracks: number): World {
  return {
    artists: { name: [], genre: [] },
    albums: { title: [] },
    recordings: { artist: [], genre: [], title: [], credits: [], filler: [], album: [] },
    tracks: {
      count: tracks,
      set: new Int32Array(tracks),
      recording: new Int32Array(tracks),
      album: new Int32Array(tracks),
      filler: new Uint8Array(tracks),
    },
  };
}
