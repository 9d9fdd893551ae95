import { damaged } from './listings-format.js';

/** Bytes folded at a time. */
const FOLDED = 1 << 20;

/** Distinct texts by number from 1; 0 is no text. Texts are decoded when they are asked for. */
export class TextColumn {
  private startsOf: Uint32Array | undefined;
  private foldedText: string | undefined;
  private readonly decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  /** @param blob texts in UTF-8, each ended by a zero byte */
  constructor(
    readonly count: number,
    private readonly blob: Uint8Array,
  ) {}

  /** The text of a number; null for 0. */
  text(code: number): string | null {
    if (code === 0) return null;
    const starts = this.starts();
    return this.decoder.decode(this.blob.subarray(starts[code - 1]!, starts[code]! - 1));
  }

  /** Whether the text of a number, above 0, has these bytes. */
  equals(code: number, wanted: Uint8Array): boolean {
    const starts = this.starts();
    const start = starts[code - 1]!;
    if (starts[code]! - 1 - start !== wanted.length) return false;
    for (let i = 0; i < wanted.length; i++) if (this.blob[start + i] !== wanted[i]) return false;
    return true;
  }

  /** All texts at once, each ended by a zero character. */
  all(): string {
    return this.decoder.decode(this.blob);
  }

  /** As {@link all}, folded for searching by the given function, which must leave zero characters alone. */
  folded(fold: (text: string) => string): string {
    if (this.foldedText !== undefined) return this.foldedText;
    // In parts that end with a text: folding needs room for several copies.
    const parts: string[] = [];
    for (let from = 0; from < this.blob.length; ) {
      const end = this.blob.indexOf(0, Math.min(from + FOLDED, this.blob.length - 1)) + 1;
      if (end === 0) throw damaged('its last text has no end');
      parts.push(fold(this.decoder.decode(this.blob.subarray(from, end))));
      from = end;
    }
    this.foldedText = parts.join('');
    return this.foldedText;
  }

  private starts(): Uint32Array {
    if (this.startsOf) return this.startsOf;
    const starts = new Uint32Array(this.count + 1);
    let at = 0;
    for (let i = 1; i <= this.count; i++) {
      const end = this.blob.indexOf(0, at);
      if (end < 0) throw damaged(`it has fewer texts than ${this.count}`);
      at = end + 1;
      starts[i] = at;
    }
    this.startsOf = starts;
    return starts;
  }
}
