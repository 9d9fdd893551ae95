import type { Finding } from '../profile.js';

/** A finding before its tracks are counted. */
export interface Draft extends Omit<Finding, 'rows'> {
  /** A SQL condition over the columns of `listings`, one listing a track. */
  readonly where: string;
  /** How many tracks fulfil it, where the profile knows. */
  readonly tracks?: number;
}

/** The condition that picks every track once. */
export const EVERY_TRACK = 'first_of_track';

/**
 * Writes a sentence and keeps account of it: every number that goes into the text goes through here, and so
 * into the finding's `numbers`; every group or column that it names, into `names`.
 */
export class Sentence {
  private readonly numbers: Record<string, number> = {};
  private readonly names: string[] = [];

  /** A whole number: 89,740. */
  count(name: string, value: number): string {
    return this.fixed(name, value, 0);
  }

  /** Popularity points or another amount, one decimal: 34.9; whole numbers as they are. */
  points(name: string, value: number): string {
    return this.fixed(name, value, Number.isInteger(value) ? 0 : 1);
  }

  /** A correlation or a feature from 0 to 1, two decimals: −0.13. */
  hundredths(name: string, value: number): string {
    return this.fixed(name, value, 2);
  }

  /** A share from 0 to 1 as a percentage, kept as the share: 10.5 %. */
  percent(name: string, share: number): string {
    this.numbers[name] = share;
    const percent = share * 100;
    if (percent > 0 && percent < 0.005) {
      this.numbers[`${name}Limit`] = 0.0001;
      return 'under 0.01 %';
    }
    return `${format(percent, percent !== 0 && percent < 1 ? 2 : 1)} %`;
  }

  /** A number with the given decimals. */
  fixed(name: string, value: number, decimals: number): string {
    this.numbers[name] = value;
    return format(value, decimals);
  }

  /** A number with as many decimals as it has, three at most. */
  plain(name: string, value: number): string {
    this.numbers[name] = value;
    return value.toLocaleString('en-US', { maximumFractionDigits: 3 }).replace('-', '−');
  }

  /** Names a group or column. */
  name(name: string): string {
    if (!this.names.includes(name)) this.names.push(name);
    return name;
  }

  /** Names a column that the text calls something else. */
  column(name: string, text: string): string {
    this.name(name);
    return text;
  }

  /** The finished finding. */
  finish(
    id: string,
    text: string,
    about: {
      readonly figure: Finding['figure'];
      readonly weight: number;
      readonly where?: string;
      readonly tracks?: number;
    },
  ): Draft {
    return {
      id,
      text: text.charAt(0).toUpperCase() + text.slice(1),
      numbers: this.numbers,
      names: this.names,
      where: about.where ?? EVERY_TRACK,
      ...(about.tracks === undefined ? {} : { tracks: about.tracks }),
      weight: Math.round(Math.max(0, Math.min(100, about.weight))),
      figure: about.figure,
    };
  }
}

/** "a", "a and b", "a, b and c". */
export function list(parts: readonly string[]): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1)}`;
}

/** "one track", "two tracks": the noun in the number that fits. */
export function plural(n: number, one: string, many: string): string {
  return n === 1 ? one : many;
}

function format(value: number, decimals: number): string {
  const text = value.toLocaleString('en-US', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  // Never −0.00, and the true minus sign.
  return /^-[0.,]*$/.test(text) ? text.slice(1) : text.replace('-', '−');
}
