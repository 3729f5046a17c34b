import { DisclosureError } from './disclosure-error.ts';

/** Most sessions of one person that a period's tables ever count. */
export const COUNTED_SESSIONS = 8;

/** A block as the tables need it; `site` names a union that the analyst knows too. */
export interface TableBlock {
  readonly block: string;
  readonly label: string;
  readonly headcount: number;
  readonly site?: string | null | undefined;
}

/**
 * The shape of a release, fixed when the period opens. Category lists come from configuration,
 * never from the cases: a category that appears only when somebody used it is a disclosure.
 */
export interface Layout {
  readonly blocks: readonly TableBlock[];
  readonly modalities: readonly string[];
  readonly concerns: readonly string[];
  /**
   * Which lists are crossed with the blocks in two-way tables; none where it is left out. With
   * 'band' blocks are told by how many people had how many sessions, and not by their sessions.
   */
  readonly crossed?: readonly Crossing[];
  /**
   * Session credits of each member, 8 where it is left out. More sessions of one person than these,
   * or than 8, are not counted.
   */
  readonly creditsPerMember?: number;
}

/** A list that may be crossed with the blocks. */
export type Crossing = 'modality' | 'concern' | 'band';

/** How many of a person's counted sessions make which band; in the order of a release. */
export interface SessionBand {
  readonly band: string;
  readonly least: number;
  readonly most: number;
}

const BANDS: readonly SessionBand[] = [
  { band: '1', least: 1, most: 1 },
  { band: '2-3', least: 2, most: 3 },
  { band: '4-8', least: 4, most: COUNTED_SESSIONS },
];

/** Session credits issued to each member in the period. */
export function creditsOf({ creditsPerMember = COUNTED_SESSIONS }: Layout): number {
  return creditsPerMember;
}

/** Most sessions of one person that count. */
export function mostSessions(layout: Layout): number {
  return Math.min(COUNTED_SESSIONS, creditsOf(layout));
}

/** The bands that a person can be in; names stay the same where credits end within one. */
export function sessionBands(layout: Layout): readonly SessionBand[] {
  const counted = mostSessions(layout);
  return BANDS.filter(({ least }) => least <= counted)
    .map((band) => ({ ...band, most: Math.min(band.most, counted) }));
}

/** One person's use in one period: a case with its delivered sessions. */
export interface CaseUse {
  readonly block: string;
  readonly modality: string;
  readonly concern: string;
  readonly sessions: number;
  /** Days from opening the case to its first session; null where that was in an earlier period. */
  readonly waitDays?: number | null;
}

/** One-way margins in the order of the layout; a *world*, in the words of the proof. */
export interface Tally {
  readonly users: readonly number[];
  readonly sessions: readonly number[];
  readonly modality: readonly number[];
  readonly concern: readonly number[];
}

/**
 * Count people (cases with at least one session) and sessions, at most 8 of each person, and not
 * more than her credits (contribution bounding). `excess` is what the bound cut off; it is owed,
 * but never tabulated. Throws `bad-tally` for a case outside the layout and for more users than
 * heads.
 */
export function tallyCases(
  layout: Layout,
  cases: readonly CaseUse[],
): { readonly tally: Tally; readonly excess: number } {
  const users = layout.blocks.map(() => 0);
  const sessions = layout.blocks.map(() => 0);
  const modality = layout.modalities.map(() => 0);
  const concern = layout.concerns.map(() => 0);
  const places = {
    block: positions(layout.blocks.map((block) => block.block)),
    modality: positions(layout.modalities),
    concern: positions(layout.concerns),
  };
  const most = mostSessions(layout);
  let excess = 0;
  for (const use of cases) {
    if (!isCount(use.sessions)) throw new DisclosureError('bad-tally', 'Sessions are whole numbers.');
    if (use.sessions === 0) continue;
    const counted = Math.min(use.sessions, most);
    excess += use.sessions - counted;
    add(users, places.block, use.block, 1);
    add(sessions, places.block, use.block, counted);
    if (modality.length > 0) add(modality, places.modality, use.modality, 1);
    if (concern.length > 0) add(concern, places.concern, use.concern, 1);
  }
  if (layout.blocks.some((block, i) => (users[i] ?? 0) > block.headcount)) {
    throw new DisclosureError('bad-tally', 'A block has more cases than heads.');
  }
  return { tally: { users, sessions, modality, concern }, excess };
}

/** The categories of a list that blocks are crossed with. */
export function categoriesOf(layout: Layout, crossing: Crossing): readonly string[] {
  if (crossing === 'band') return sessionBands(layout).map(({ band }) => band);
  return crossing === 'modality' ? layout.modalities : layout.concerns;
}

/** The category of a case with at least one session. */
export function categoryOf(layout: Layout, use: CaseUse, crossing: Crossing): string {
  if (crossing !== 'band') return use[crossing];
  const counted = Math.min(use.sessions, mostSessions(layout));
  return sessionBands(layout).find(({ most }) => counted <= most)?.band ?? '';
}

/** Whether a release tells the sessions of each block: not beside their session bands. */
export function tellsBlockSessions({ crossed = [] }: Layout): boolean {
  return !crossed.includes('band');
}

/** Whether `value` is a whole number from 0 up. */
export function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** The sum of whole numbers. */
export function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

function positions(names: readonly string[]): Map<string, number> {
  const places = new Map(names.map((name, index) => [name, index]));
  if (places.size !== names.length) throw new DisclosureError('bad-tally', 'A category is named twice.');
  return places;
}

function add(counts: number[], places: Map<string, number>, name: string, amount: number): void {
  const place = places.get(name);
  if (place === undefined) {
    throw new DisclosureError('bad-tally', 'A case names a block or category outside the layout.');
  }
  counts[place] = (counts[place] ?? 0) + amount;
}
