/** From the number of a record to its physical line, kept only where the distance between them changes. */
export class LineIndex {
  private readonly records: number[] = [];
  private readonly lines: number[] = [];
  private shift = Number.NaN;

  add(record: number, line: number): void {
    if (line - record === this.shift) return;
    this.shift = line - record;
    this.records.push(record);
    this.lines.push(line);
  }

  /** Physical line, from 1, of a record that was added, from 0. */
  lineOf(record: number): number {
    let low = 0;
    let high = this.records.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.records[middle]! <= record) low = middle;
      else high = middle - 1;
    }
    return this.lines[low]! + record - this.records[low]!;
  }
}
