/** Writes the protocol-buffer wire format: fields of one message, appended in any order. */
export class ProtoWriter {
  private bytes = new Uint8Array(256);
  private length = 0;

  private room(count: number): void {
    if (this.length + count <= this.bytes.length) return;
    const grown = new Uint8Array(Math.max(this.length + count, this.bytes.length * 2));
    grown.set(this.bytes.subarray(0, this.length));
    this.bytes = grown;
  }

  private varint(value: number): void {
    this.room(10);
    if (value < 0) {
      // negative numbers are 64-bit two's complement
      let rest = BigInt.asUintN(64, BigInt(value));
      for (; rest > 127n; rest >>= 7n) this.bytes[this.length++] = Number(rest & 127n) | 128;
      this.bytes[this.length++] = Number(rest);
      return;
    }
    let rest = value;
    for (; rest > 127; rest = Math.floor(rest / 128)) this.bytes[this.length++] = (rest % 128) | 128;
    this.bytes[this.length++] = rest;
  }

  private tag(field: number, wire: number): void {
    this.varint(field * 8 + wire);
  }

  private float32(value: number): void {
    this.room(4);
    new DataView(this.bytes.buffer).setFloat32(this.length, value, true);
    this.length += 4;
  }

  /** A whole number (int64, enum). */
  int(field: number, value: number): this {
    this.tag(field, 0);
    this.varint(value);
    return this;
  }

  float(field: number, value: number): this {
    this.tag(field, 5);
    this.float32(value);
    return this;
  }

  raw(field: number, value: Uint8Array): this {
    this.tag(field, 2);
    this.varint(value.length);
    this.room(value.length);
    this.bytes.set(value, this.length);
    this.length += value.length;
    return this;
  }

  text(field: number, value: string): this {
    return this.raw(field, new TextEncoder().encode(value));
  }

  message(field: number, value: ProtoWriter): this {
    return this.raw(field, value.done());
  }

  /** Repeated whole numbers, packed. */
  ints(field: number, values: ArrayLike<number>): this {
    const packed = new ProtoWriter();
    for (let i = 0; i < values.length; i++) packed.varint(values[i]!);
    return this.raw(field, packed.done());
  }

  /** Repeated float32, packed. */
  floats(field: number, values: ArrayLike<number>): this {
    const packed = new ProtoWriter();
    packed.room(values.length * 4);
    const view = new DataView(packed.bytes.buffer);
    for (let i = 0; i < values.length; i++) view.setFloat32(4 * i, values[i]!, true);
    packed.length = values.length * 4;
    return this.raw(field, packed.done());
  }

  done(): Uint8Array {
    return this.bytes.subarray(0, this.length);
  }
}
