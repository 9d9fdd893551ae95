import { LineIndex } from '@trackscope/catalogue';

/** Tells the line of the record at hand, and keeps no others: the input may have any number. */
export class LastLine extends LineIndex {
  line = 0;
  override add(_record: number, line: number): void {
    this.line = line;
  }
}
