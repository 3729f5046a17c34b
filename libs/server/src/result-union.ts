import { createUnionType } from '@nestjs/graphql';

/** A verdict of the domain: its `kind` decides which GraphQL type it is. */
interface Verdict { readonly kind: string }

type Members = Readonly<Record<string, new () => Verdict>>;

/**
 * A GraphQL union of the outcomes that a mutation can have. The domain's verdict is the answer:
 * members are looked up by the verdict's `kind`, so nothing is translated between the two.
 *
 * @param rest the members by their kinds, and before them what the schema says of the union, if
 *   anything.
 */
export function resultUnion(
  name: string, ...rest: [members: Members] | [description: string, members: Members]
): Verdict {
  const [description, members] = rest.length === 1 ? [undefined, rest[0]] : rest;
  return createUnionType({
    name,
    ...description !== undefined && { description },
    types: () => Object.values(members) as [Members[string], ...Members[string][]],
    resolveType: (verdict: Verdict) => {
      const member = members[verdict.kind];
      if (!member) throw new Error(`${name} has no member for the verdict ${verdict.kind}`);
      return member;
    },
  }) as unknown as Verdict;
}
