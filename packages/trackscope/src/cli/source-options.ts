import { type Command, InvalidArgumentError } from 'commander';

/** How a catalogue is to be read; shared by every command that takes one. */
export interface SourceOptions {
  readonly map: Record<string, string>;
  readonly mapping?: string;
  readonly genres?: string;
}

/** Adds the options that say how to read a catalogue. */
export function addSourceOptions(command: Command): Command {
  return command
    .option(
      '--map <theirs=ours>',
      'read their column as ours, e.g. --map Titel=track_name (may be repeated)',
      collectMap,
      {},
    )
    .option('--mapping <file>', 'a JSON file of such pairs: {"Titel": "track_name"}')
    .option('--genres <file>', 'your own macro-genres: CSV "genre,macro" or JSON {"genre": "macro"}');
}

function collectMap(pair: string, all: Record<string, string>): Record<string, string> {
  const at = pair.lastIndexOf('=');
  if (at <= 0 || at === pair.length - 1)
    throw new InvalidArgumentError(`expected theirs=ours, found "${pair}"`);
  return { ...all, [pair.slice(0, at)]: pair.slice(at + 1) };
}

/** A whole number of at least `least`, for commander. */
export function wholeNumber(least: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!(Number.isInteger(value) && value >= least)) {
      throw new InvalidArgumentError(`expected a whole number of at least ${least}, found "${text}"`);
    }
    return value;
  };
}

/** A number in [low, high], for commander. */
export function numberBetween(low: number, high: number): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (!(value >= low && value <= high)) {
      throw new InvalidArgumentError(`expected a number from ${low} to ${high}, found "${text}"`);
    }
    return value;
  };
}
