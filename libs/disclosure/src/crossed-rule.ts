import { openNeeds, type NamedGroup, type OpenNeed, type Published } from './crossed-needs.ts';
import { isInside, patternOf, tilesOf, type CrossedMargins, type Tile } from './crossed-pattern.ts';
import { CrossedNetwork, WorldSearch } from './crossed-worlds.ts';
import { total } from './table.ts';

/** What is published inside a crossed table, and worlds that publish the very same. */
export interface CrossedInside {
  readonly published: Published;
  readonly worlds: readonly (readonly number[])[];
}

/** Most tiles that are hidden one by one for others' sake; then all are. */
const STEPS = 3;

/**
 * The publication rule inside a crossed table (suppression.proof.md, section 8): a function of its
 * margins and its inside, and public itself. It hides a pattern only with worlds at hand that it
 * turns into the same pattern, and in which all that has to be is open.
 */
export class CrossedRule {
  private readonly tiles: readonly Tile[];
  private readonly network: CrossedNetwork;

  constructor(
    private readonly margins: CrossedMargins,
    private readonly groups: readonly NamedGroup[],
  ) {
    this.tiles = tilesOf(margins);
    this.network = new CrossedNetwork(margins);
  }

  /** Null where even hiding everything would leave something certain: then the list is hidden. */
  publish(inside: readonly number[]): CrossedInside | null {
    const grown = this.grow(inside);
    if (grown) return grown;
    const all = this.open(inside, allOf(inside), (world) => this.grow(world) === null);
    return typeof all === 'number' ? null : all;
  }

  /**
   * The first promise that worlds do not keep about what is published of the visible blocks, or
   * null. Cells of the last row that are hidden with none of theirs are the same in all worlds.
   */
  broken(visible: Published, worlds: readonly (readonly number[])[]): string | null {
    const { margins } = this;
    const [first] = worlds;
    if (!first) return 'at least one world';
    const isAll = visible.length > 0 && visible.every((users) => users === null);
    const hidden = isAll ? allOf(first) : this.patternOf(first);
    const published = first.map((users, cell) =>
      (hidden[cell] === 1 ? null : visible[cell] ?? users));
    if (visible.some((users, cell) => users !== published[cell])) {
      return 'whole tiles are hidden, and those of the worlds';
    }
    for (const world of worlds) {
      const agrees = isInside(margins, world)
        && published.every((users, cell) => users === null || users === world[cell]);
      if (!agrees) return 'worlds that agree with what is published';
      const isSame = this.startsFrom(world, hidden) || (isAll && this.grow(world) === null);
      if (!isSame) return 'worlds that hide the same cells';
    }
    for (const { isShown } of openNeeds(margins, this.groups, published)) {
      if (!worlds.some(isShown)) return 'what is hidden of a group may be nobody, and may be many';
    }
    return null;
  }

  /**
   * Hide the tiles that have to be, and others until what is hidden is open: the ones that come
   * farthest, of those the one with the fewest users. How they are chosen tells nothing, for a
   * world that starts from a pattern which is open stops there. Null where all are hidden, and
   * worlds that start from that leave something certain.
   */
  private grow(inside: readonly number[]): CrossedInside | null {
    let more: ReadonlySet<number> = new Set();
    for (let step = 0; step <= STEPS; step += 1) {
      const found = this.open(inside, this.patternOf(inside, more));
      if (typeof found !== 'number') return found;
      let most = -1;
      for (const { tiles, hidden } of this.widerThan(inside, more)) {
        const kept = this.open(inside, hidden);
        if (typeof kept !== 'number') return kept;
        if (kept <= most) continue;
        most = kept;
        more = tiles;
      }
    }
    const all = this.open(inside, allOf(inside));
    return typeof all === 'number' ? null : all;
  }

  /** One more tile each, the one with the fewest users first. */
  private widerThan(inside: readonly number[], more: ReadonlySet<number>): readonly Wider[] {
    const before = this.patternOf(inside, more);
    return this.tiles.flatMap(({ cells }, tile) => {
      if (cells.every((cell) => before[cell] === 1)) return [];
      const tiles = new Set([...more, tile]);
      const hidden = this.patternOf(inside, tiles);
      return [{ tiles, hidden, users: total(inside.filter((_, cell) => hidden[cell] === 1)) }];
    }).sort((a, b) => a.users - b.users);
  }

  private patternOf(inside: readonly number[], more: ReadonlySet<number> = new Set()): Uint8Array {
    return patternOf(this.margins, this.tiles, inside, more);
  }

  private startsFrom(world: readonly number[], hidden: Uint8Array): boolean {
    return this.patternOf(world).every((isHidden, cell) => isHidden === hidden[cell]);
  }

  /**
   * Worlds in which everything is open that must be when these cells are hidden, or else how far
   * the search came. They start from the same cells, or the rule turns them into these `besides`.
   */
  private open(
    inside: readonly number[], hidden: Uint8Array,
    besides: (world: readonly number[]) => boolean = () => false,
  ): CrossedInside | number {
    const { margins, network, tiles } = this;
    const published = inside.map((users, cell) => (hidden[cell] === 1 ? null : users));
    const needs: OpenNeed[] = [];
    for (const need of openNeeds(margins, this.groups, published)) {
      if (!need.isPossible) return needs.length;
      needs.push(need);
    }
    const search = new WorldSearch(network, margins, tiles, inside, hidden);
    const first = search.first();
    const worlds = this.startsFrom(first, hidden) ? [first] : [];
    for (const [kept, need] of needs.entries()) {
      if (worlds.some(need.isShown)) continue;
      const shown = [...search.candidates(need)].filter(need.isShown);
      const world = shown.find((one) => this.startsFrom(one, hidden)) ?? shown.find(besides);
      if (!world) return needs.length + kept;
      worlds.push(world);
    }
    return { published, worlds };
  }
}

interface Wider {
  readonly tiles: ReadonlySet<number>;
  readonly hidden: Uint8Array;
}

function allOf(inside: readonly number[]): Uint8Array {
  return new Uint8Array(inside.length).fill(1);
}
