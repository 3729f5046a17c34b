import type { PlanNode } from './tree.ts';

/** A number that is told, and the numbers that it is split into; none where it is not split. */
export interface PublishedNode {
  readonly name: string;
  readonly people: number;
  readonly parts: readonly PublishedNode[];
}

/** Whether a number may be told of a group: of its people, null for a category of a list. */
export type May = (users: number, people: number | null) => boolean;

/** Which parts of a number are told, by whether each of them may be. */
export type Split = (may: readonly boolean[]) => readonly boolean[];

/** Every part, or none: whoever reads all but one has that one too. */
export const ALL_OR_NONE: Split = (may) => may.map(() => may.every(Boolean));

/**
 * Tell a number that is known to the reader, and split it as far as every part of a split may be
 * told. `users` are counts of the leaves by name. (Decides everything that a list or a tree says.)
 */
export function publish(
  root: PlanNode, users: ReadonlyMap<string, number>, may: May, split: Split = ALL_OR_NONE,
): PublishedNode {
  const counts = new Map<PlanNode, number>();
  countAll(root, users, counts);
  const of = (node: PlanNode) => counts.get(node) ?? 0;
  const tell = (node: PlanNode): PublishedNode => {
    const published = split(node.children.map((child) => may(of(child), child.people ?? null)));
    return {
      name: node.name, people: of(node),
      parts: node.children.filter((_, at) => published[at]).map(tell),
    };
  };
  return tell(root);
}

function countAll(
  node: PlanNode, users: ReadonlyMap<string, number>, counts: Map<PlanNode, number>,
): number {
  const own = node.children.length === 0 ? users.get(node.name) ?? 0
    : node.children.reduce((sum, child) => sum + countAll(child, users, counts), 0);
  counts.set(node, own);
  return own;
}
