import { createUnionType } from '@nestjs/graphql';

/** A verdict of the domain: its `kind` decides which GraphQL type it is. */
interface Verdict { readonly kind: string }

type Member = new () => Verdict;

/**
 * A GraphQL union of the outcomes that a mutation can have. The domain's verdict is the answer:
 * members are looked up by the verdict's `kind`, so nothing is translated twice.
 */
export function resultUnion(name: string, members: Readonly<Record<string, Member>>): Verdict {
  return createUnionType({
    name,
    types: () => Object.values(members) as [Member, ...Member[]],
    resolveType: (verdict: Verdict) => {
      const member = members[verdict.kind];
      if (!member) throw new Error(`${name} has no member for the verdict ${verdict.kind}`);
      return member;
    },
  }) as unknown as Verdict;
}
