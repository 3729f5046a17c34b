import type { Box } from './ports.ts';

/** A box that lasts as long as the program: the content as it would lie on a disk. */
export class MemoryBox<T> implements Box<T> {
  private json = '';

  keep(content: T): Promise<void> {
    this.json = JSON.stringify(content);
    return Promise.resolve();
  }

  /** What is kept; undefined before anything is. */
  read(): T | undefined {
    return this.json === '' ? undefined : JSON.parse(this.json) as T;
  }
}
