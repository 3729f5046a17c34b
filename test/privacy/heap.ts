import pg from 'pg';
import { databaseUrl } from '#local/roles';
import type { TestCluster } from '#local/testing';

/*
 * What a table's file tells of a row besides what is in it (PostgreSQL's documentation, "Database
 * Page Layout"): who reads the disk sees the header of each row, and the versions that were there
 * before it for as long as nothing has taken their place.
 */

const PAGE = 8_192;
const POINTERS = 24;
const POINTER = 4;
/** A pointer to a row; one of kind 2 leads to another pointer of the page (a pruned HOT chain). */
const NORMAL = 1;
const REDIRECT = 2;

/** What the file says of one row. */
export interface HeapRow {
  /** Where it begins in its page, in bytes. */
  readonly offset: number;
  /** The last transaction that locked, changed or deleted it; 0: none. */
  readonly ended: number;
  /** The command of its transaction that wrote it. */
  readonly command: number;
  /** How many versions and pointers lead to it, itself included. */
  readonly versions: number;
  /** The transaction that wrote the first version that is left. */
  readonly first: number;
  /** Flags of its header: whether it is of a HOT chain, was locked, was frozen. */
  readonly flags: number;
}

/** A pointer of a page, with the version that it leads to, if it is to one. */
interface Item {
  /** `(page,place)`. */
  readonly at: string;
  /** Where its successor is; itself where it has none. */
  readonly next: string;
  readonly row?: Omit<HeapRow, 'versions' | 'first'> & { readonly written: number };
}

/** Every row version of some tables, by its `ctid`, as it is in the table's file. */
export async function heapOf(
  cluster: TestCluster, domain: 'gateway' | 'vault', tables: readonly string[],
): Promise<ReadonlyMap<string, ReadonlyMap<string, HeapRow>>> {
  const client = new pg.Client({
    connectionString: databaseUrl(cluster.adminUrl(domain), cluster.names[domain]) });
  await client.connect();
  try {
    await client.query('CHECKPOINT');
    const read = new Map<string, ReadonlyMap<string, HeapRow>>();
    for (const table of tables) {
      const { rows: [row] } = await client.query<{ file: Buffer }>(
        'SELECT pg_read_binary_file(pg_relation_filepath($1)) AS file', [table]);
      read.set(table, readHeap(row!.file));
    }
    return read;
  } finally {
    await client.end();
  }
}

/** The row versions of a heap file, by `(page,place)`. */
function readHeap(file: Buffer): Map<string, HeapRow> {
  const items = Array.from({ length: file.length / PAGE }, (_, page) =>
    itemsOf(file.subarray(page * PAGE, (page + 1) * PAGE), page)).flat();
  const leading = Map.groupBy(items.filter(({ at, next }) => at !== next), ({ next }) => next);
  return new Map(items.flatMap((item) => (item.row ? [[item.at, rowOf(item, leading)]] : [])));
}

function itemsOf(bytes: Buffer, page: number): Item[] {
  const end = bytes.readUInt16LE(12);
  const items: Item[] = [];
  for (let from = POINTERS; from < end; from += POINTER) {
    const at = `(${page},${(from - POINTERS) / POINTER + 1})`;
    const pointer = bytes.readUInt32LE(from);
    const offset = pointer & 0x7fff;
    const kind = (pointer >>> 15) & 3;
    if (kind === REDIRECT) items.push({ at, next: `(${page},${offset})` });
    if (kind === NORMAL) items.push({ at, ...versionAt(bytes, offset) });
  }
  return items;
}

/** The header of a row version (HeapTupleHeaderData), from its first byte. */
function versionAt(bytes: Buffer, offset: number) {
  const [written, ended, command] = [0, 4, 8].map((field) => bytes.readUInt32LE(offset + field));
  const [high, page, place, flags, more] = [12, 14, 16, 18, 20].map((field) =>
    bytes.readUInt16LE(offset + field));
  return {
    next: `(${high! * 65_536 + page!},${place!})`,
    row: { offset, written: written!, ended: ended!, command: command!,
      flags: flags! * 65_536 + more! },
  };
}

/** A row with all that leads to it: of versions those whose end is its beginning. */
function rowOf({ at, row }: Item, leading: ReadonlyMap<string, readonly Item[]>): HeapRow {
  const { written, ...fields } = row!;
  let [versions, first, next] = [1, written, { at, written }];
  for (;;) {
    const before: Item | undefined = leading.get(next.at)?.find((one) =>
      !one.row || one.row.ended === next.written);
    if (!before) return { ...fields, versions, first };
    versions += 1;
    first = before.row?.written ?? first;
    next = { at: before.at, written: before.row?.written ?? next.written };
  }
}
