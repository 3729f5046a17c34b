/** Things that stay together, and how many people they are. */
export interface Piece<T> {
  readonly items: readonly T[];
  readonly size: number;
}

/**
 * Cover the minimum as often as it goes: the largest piece is filled up with the smallest ones;
 * what is left over joins the smallest bin, of `bins` too. Of equal pieces the first comes first.
 * `pieces` plus `bins` reach the minimum.
 */
export function cover<T>(
  pieces: readonly Piece<T>[], minimum: number, bins: readonly Piece<T>[] = [],
): readonly Piece<T>[] {
  const queue = [...pieces].sort((a, b) => b.size - a.size);
  const done = [...bins];
  let left = sizeOf(queue);
  let [first, end] = [0, queue.length];
  while (left >= minimum) {
    const largest = queue.slice(first, first + 1);
    first += 1;
    let size = sizeOf(largest);
    const before = end;
    while (size < minimum) {
      end -= 1;
      size += queue[end]?.size ?? minimum;
    }
    done.push(merge([...largest, ...queue.slice(end, before).reverse()]));
    left -= size;
  }
  const smallest = done.reduce((least, bin) => (bin.size < least.size ? bin : least));
  return done.map((bin) =>
    (bin === smallest ? merge([bin, ...queue.slice(first, end)]) : bin));
}

function merge<T>(pieces: readonly Piece<T>[]): Piece<T> {
  return { items: pieces.flatMap(({ items }) => items), size: sizeOf(pieces) };
}

function sizeOf(pieces: readonly Piece<unknown>[]): number {
  return pieces.reduce((sum, { size }) => sum + size, 0);
}
