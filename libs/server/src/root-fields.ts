import {
  Kind, type FieldNode, type FragmentDefinitionNode, type SelectionSetNode,
} from 'graphql';

/**
 * The fields at the root of an operation, with those of its fragments. A fragment is looked into
 * once: spread again, it asks for no more than it did, for its fields merge.
 *
 * @param fragment finds one by its name.
 */
export function rootFields(
  { selections }: SelectionSetNode,
  fragment: (name: string) => FragmentDefinitionNode | null | undefined,
  seen = new Set<string>(),
): FieldNode[] {
  return selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return [node];
    if (node.kind === Kind.INLINE_FRAGMENT) return rootFields(node.selectionSet, fragment, seen);
    const { value: name } = node.name;
    const found = fragment(name);
    if (!found || seen.has(name)) return [];
    seen.add(name);
    return rootFields(found.selectionSet, fragment, seen);
  });
}
