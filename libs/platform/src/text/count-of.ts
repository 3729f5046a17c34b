/** A number with the word for what is counted: `1 letter`, `2 letters`, `0 letters`. */
export function countOf(count: number | bigint, one: string, more = `${one}s`): string {
  return `${count} ${String(count) === '1' ? one : more}`;
}
