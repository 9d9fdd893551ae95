import { demoTrackId } from './demo-id.js';
import { fillDiscographies } from './discographies.js';
import { fillRecordings, gatherFillers } from './fillers.js';
import { planGenreSets } from './genre-sets.js';
import { drawLatent } from './latent.js';
import { fillerShareOf, givePopularity } from './popularity.js';
import type { Random } from './random.js';
import { makeSound, type Sound } from './sound.js';
import type { DemoStatistics } from './statistics.js';
import { emptyWorld, type World } from './world.js';
import { createWriter } from './writer.js';

/** A self-contained part of a demo catalogue: its own artists, and its listings by genre. */
export interface Block {
  readonly world: World;
  readonly sound: Sound;
  readonly popularity: Uint8Array;
  readonly ids: readonly string[];
  /** Track and genre of every listing, in the order of the file. */
  readonly listingTrack: Int32Array;
  readonly listingGenre: Uint8Array;
  /** Points to add to the track's popularity in this listing: some genres were read on another day. */
  readonly listingShift: Int8Array;
  /** The listing whose texts are missing, or -1. */
  readonly blankListing: number;
}

/** Share of neighbours in a genre that are out of order, so that artists have tracks in several sets of genres. */
const JITTER = 0.12;
/** Share of tracks in several genres whose popularity differs by a point in one of them. */
const SHIFTED = 0.044;

/**
 * Makes a block.
 * @param listings wanted by genre
 * @param blank whether one listing comes without artists, album and title
 */
export function makeBlock(
  statistics: DemoStatistics,
  listings: Int32Array,
  random: Random,
  blank: boolean,
): Block {
  const plan = planGenreSets(statistics, listings, random);
  const world = emptyWorld(plan.counts.reduce((n, c) => n + c, 0));
  const { tracks } = world;
  const slots = statistics.genres.map(() => ({ regular: [] as number[], filler: [] as number[] }));
  let track = 0;
  const fillerShare = fillerShareOf(statistics);
  plan.sets.forEach((genres, set) => {
    const fillers = random.round(fillerShare(genres) * plan.counts[set]!);
    for (let k = 0; k < plan.counts[set]!; k++, track++) {
      tracks.set[track] = set;
      tracks.filler[track] = k < fillers ? 1 : 0;
      const owner = slots[genres[0]!]!;
      (k < fillers ? owner.filler : owner.regular).push(track);
    }
  });
  const writer = createWriter(world, statistics, random);
  const allFillers: number[] = [];
  slots.forEach(({ regular, filler }, genre) => {
    jitter(regular, random);
    fillDiscographies(world, writer, statistics, plan.sets, genre, regular, random);
    fillRecordings(world, writer, statistics, genre, filler, random);
    for (const t of filler) allFillers.push(t);
  });
  gatherFillers(world, statistics, allFillers, random);
  const latent = drawLatent(world, statistics, random);
  const sound = makeSound(world, statistics, latent, random);
  const popularity = givePopularity(world, plan.sets, statistics, latent, random);
  const ids = Array.from({ length: tracks.count }, () => demoTrackId(random));
  return {
    world,
    sound,
    popularity,
    ids,
    ...listTracks(world, plan.sets, plan.repeats, listings, random),
    blankListing: blank ? random.below(listings.reduce((n, c) => n + c, 0)) : -1,
  };
}

function jitter(slots: number[], random: Random): void {
  for (let i = 0; i < slots.length; i++) {
    if (!random.chance(JITTER)) continue;
    const j = random.below(slots.length);
    const kept = slots[i]!;
    slots[i] = slots[j]!;
    slots[j] = kept;
  }
}

/** Lists every track under each of its genres, genre after genre, in random order within a genre. */
function listTracks(
  world: World,
  sets: readonly (readonly number[])[],
  repeats: Int32Array,
  listings: Int32Array,
  random: Random,
): Pick<Block, 'listingTrack' | 'listingGenre' | 'listingShift'> {
  const starts = new Int32Array(listings.length);
  for (let g = 1; g < listings.length; g++) starts[g] = starts[g - 1]! + listings[g - 1]!;
  const total = listings.reduce((n, c) => n + c, 0);
  const listingTrack = new Int32Array(total);
  const listingGenre = new Uint8Array(total);
  const shifted = new Set<number>();
  const next = Int32Array.from(starts);
  for (let t = 0; t < world.tracks.count; t++) {
    const genres = sets[world.tracks.set[t]!]!;
    for (const g of genres) listingTrack[next[g]!++] = t;
    if (genres.length > 1 && random.chance(SHIFTED)) shifted.add(t);
  }
  for (let g = 0; g < listings.length; g++) {
    const filled = next[g]! - starts[g]!;
    for (let k = 0; k < repeats[g]!; k++) {
      listingTrack[next[g]!++] = listingTrack[starts[g]! + random.below(filled)]!;
    }
    random.shuffle(listingTrack.subarray(starts[g]!, next[g]!));
    listingGenre.fill(g, starts[g]!, next[g]!);
  }
  const listingShift = new Int8Array(total);
  for (let i = 0; i < total; i++) {
    if (shifted.delete(listingTrack[i]!)) listingShift[i] = 1;
  }
  return { listingTrack, listingGenre, listingShift };
}
