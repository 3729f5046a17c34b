/** So many spare letters are there for ten people of a group, at least one. */
const SPARE_SHARE = 10;

/** Spare letters that a group of this size has, for those who lose theirs and those who join. */
export function spareOf(groupSize: number): number {
  return Math.max(1, Math.floor(groupSize / SPARE_SHARE));
}
