import { randomUUID } from 'node:crypto';
import { open, unlink, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where some bytes lie in a spool. */
export interface Place {
  readonly offset: number;
  readonly length: number;
}

/** Bytes on the disk, in one file without a name: it is gone when its process ends, however. */
export class Spool {
  private file: Promise<FileHandle> | undefined;
  private end = 0;
  /** What is being read or written. */
  private readonly underWay = new Set<Promise<unknown>>();

  /** @throws the fault of the file system, where it takes no more. */
  async add(bytes: Buffer): Promise<Place> {
    const place = { offset: this.end, length: bytes.length };
    this.end += bytes.length;
    const { bytesWritten } = await this.use((file) =>
      file.write(bytes, 0, bytes.length, place.offset));
    if (bytesWritten !== bytes.length) throw new Error('the disk took a part of it only');
    return place;
  }

  /** What was added at a place. */
  async read({ offset, length }: Place): Promise<Buffer> {
    const { bytesRead, buffer } = await this.use((file) =>
      file.read(Buffer.alloc(length), 0, length, offset));
    if (bytesRead !== length) throw new Error('the disk gave a part of it only');
    return buffer;
  }

  /** Give its room back, once what is being read or written is done. */
  async close(): Promise<void> {
    await Promise.allSettled(this.underWay);
    await this.file?.then((file) => file.close(), () => undefined);
  }

  private async use<T>(work: (file: FileHandle) => Promise<T>): Promise<T> {
    const done = (this.file ??= nameless()).then(work);
    this.underWay.add(done);
    return done.finally(() => { this.underWay.delete(done); });
  }
}

async function nameless(): Promise<FileHandle> {
  const path = join(tmpdir(), `sotto-courier-${randomUUID()}`);
  const file = await open(path, 'wx+', 0o600);
  await unlink(path);
  return file;
}
