import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface QueueOptions {
  /** Bytes kept in memory. */
  readonly memory: number;
  /** Milliseconds without any reading after which a full queue goes on to the disk. */
  readonly patience: number;
  /** Bytes on the disk at most. */
  readonly disk: number;
}

export const QUEUE: QueueOptions = { memory: 1024 * 1024, patience: 500, disk: 16 * 1024 ** 3 };

/**
 * Pieces of an answer between who makes and who reads it. Memory is bounded: a full queue holds the maker up for as
 * long as the reader reads at all. Browsers and many programs read nothing before they have sent everything; holding
 * those up would never end, so for a reader that does not read the pieces go to an unnamed file.
 */
export class OutputQueue {
  private readonly pieces: Uint8Array[] = [];
  private held = 0;
  private file: FileHandle | null = null;
  private written = 0;
  private read = 0;
  private takes = 0;
  private ended = false;
  private failure: unknown = null;
  private wake: (() => void) | null = null;
  private drained: (() => void) | null = null;

  constructor(private readonly options: QueueOptions = QUEUE) {}

  /** Bytes that went to the disk so far. */
  get spilled(): number {
    return this.written;
  }

  /** Most bytes that were in memory at once. */
  most = 0;

  /** Adds a piece; resolves once there is room for the next one. */
  async push(piece: Uint8Array): Promise<void> {
    if (this.file === null && this.held >= this.options.memory) await this.room();
    if (this.failure !== null) throw this.failure;
    if (this.file === null && this.held < this.options.memory) {
      this.pieces.push(piece);
      this.held += piece.length;
      this.most = Math.max(this.most, this.held);
    } else await this.spill(piece);
    this.wake?.();
  }

  end(): void {
    this.ended = true;
    this.wake?.();
  }

  fail(error: unknown): void {
    this.failure ??= error;
    this.wake?.();
    this.drained?.();
  }

  /** The next piece, or null at the end. */
  async take(): Promise<Uint8Array | null> {
    this.takes++;
    for (;;) {
      if (this.failure !== null) throw this.failure;
      const piece = this.pieces.shift();
      if (piece) {
        this.held -= piece.length;
        this.drained?.();
        return piece;
      }
      if (this.file !== null && this.read < this.written) return this.fromDisk(this.file);
      if (this.ended) return null;
      await new Promise<void>((resolve) => {
        this.wake = resolve;
      });
      this.wake = null;
    }
  }

  /** Lets go of the disk. */
  async close(): Promise<void> {
    const { file } = this;
    this.file = null;
    this.pieces.length = 0;
    this.held = 0;
    await file?.close();
  }

  /** Waits for room as long as somebody reads. */
  private async room(): Promise<void> {
    while (this.held >= this.options.memory && this.failure === null) {
      const before = this.takes;
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        this.drained = resolve;
        timer = setTimeout(resolve, this.options.patience);
      });
      clearTimeout(timer);
      this.drained = null;
      if (this.takes === before) return;
    }
  }

  private async spill(piece: Uint8Array): Promise<void> {
    if (this.written - this.read + piece.length > this.options.disk)
      throw new Error('the answer is larger than what may be kept for a client that does not read it');
    this.file ??= await unnamedFile();
    await this.file.write(piece, 0, piece.length, this.written);
    this.written += piece.length;
  }

  private async fromDisk(file: FileHandle): Promise<Uint8Array> {
    const piece = new Uint8Array(Math.min(64 * 1024, this.written - this.read));
    const { bytesRead } = await file.read(piece, 0, piece.length, this.read);
    this.read += bytesRead;
    return piece.subarray(0, bytesRead);
  }
}

/** A file without a name, so that nothing is left behind however the process ends. */
async function unnamedFile(): Promise<FileHandle> {
  const path = join(tmpdir(), `trackscope-${randomUUID()}.part`);
  const file = await open(path, 'wx+', 0o600);
  await rm(path, { force: true });
  return file;
}
