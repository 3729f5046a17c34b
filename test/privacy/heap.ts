import pg from 'pg';
import { databaseUrl } from '#platform/roles';
import type { TestCluster } from '#platform/testing';

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

interface Item {
  readonly place: number;
  readonly kind: number;
  readonly offset: number;
  readonly next: number;
}

/** Every row version of a table, by its `ctid`, as it is in the table's file. */
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
export function readHeap(file: Buffer): Map<string, HeapRow> {
  const rows = new Map<string, HeapRow>();
  for (let page = 0; page * PAGE < file.length; page += 1) {
    const bytes = file.subarray(page * PAGE, (page + 1) * PAGE);
    const items = itemsOf(bytes, page);
    for (const item of items.filter(({ kind }) => kind === NORMAL)) {
      rows.set(`(${page},${item.place})`, rowOf(bytes, item, items));
    }
  }
  return rows;
}

function itemsOf(bytes: Buffer, page: number): Item[] {
  const end = bytes.readUInt16LE(12);
  const items: Item[] = [];
  for (let at = POINTERS; at < end; at += POINTER) {
    const pointer = bytes.readUInt32LE(at);
    const offset = pointer & 0x7fff;
    const kind = (pointer >>> 15) & 3;
    const next = kind === REDIRECT ? offset : kind === NORMAL ? nextOf(bytes, offset, page) : 0;
    items.push({ place: (at - POINTERS) / POINTER + 1, kind, offset, next });
  }
  return items;
}

/** The place in the same page that a version says its successor has; 0: another page's. */
function nextOf(bytes: Buffer, offset: number, page: number): number {
  const there = bytes.readUInt16LE(offset + 12) * 65_536 + bytes.readUInt16LE(offset + 14);
  return there === page ? bytes.readUInt16LE(offset + 16) : 0;
}

function rowOf(bytes: Buffer, { place, offset }: Item, items: readonly Item[]): HeapRow {
  const before = [place];
  for (let at = 0; at < before.length; at += 1) {
    before.push(...items.filter((one) => one.next === before[at] && !before.includes(one.place))
      .map((one) => one.place));
  }
  const versions = items.filter((one) => before.includes(one.place));
  const writers = versions.filter(({ kind }) => kind === NORMAL)
    .map((one) => bytes.readUInt32LE(one.offset));
  return {
    offset, ended: bytes.readUInt32LE(offset + 4), command: bytes.readUInt32LE(offset + 8),
    versions: versions.length, first: Math.min(...writers),
    flags: bytes.readUInt16LE(offset + 18) * 65_536 + bytes.readUInt16LE(offset + 20),
  };
}
