import { RELEASE_NOTE } from './usage-release.ts';

/** A cell of a release as people read it: whom it is about, and why it shows what it shows. */
interface CellWords {
  /** The block that it is about, or null for everyone. */
  readonly block: string | null;
  /** The modality or concern that it is about, or null for all of them. */
  readonly category: string | null;
  readonly why: string;
}

/** The part of a cell that words are made of. */
interface BareCell {
  readonly table: string;
  readonly key: string;
  readonly users: number | null;
}

const [FIRST = ''] = RELEASE_NOTE.split('.');
const HIDDEN = `${FIRST}.`;

/**
 * Put a cell into words. All hidden cells have the same ones: words that told a number that is too
 * small from one that is hidden for another's sake would tell which number is small.
 */
export function describeCell({ table, key, users }: BareCell, k: number): CellWords {
  const why = users === null
    ? HIDDEN : `At least ${k} people used the benefit, and at least ${k} did not.`;
  if (table === 'total') return { block: null, category: null, why };
  if (table === 'block') return { block: key, category: null, why };
  const [block = '', ...rest] = key.split('/');
  return table.startsWith('block-')
    ? { block, category: rest.join('/'), why } : { block: null, category: key, why };
}
