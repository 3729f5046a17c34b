import type { Type } from '@nestjs/common';
import { createUnionType } from '@nestjs/graphql';

/**
 * A GraphQL result union that is told apart by the `kind` of the domain's own verdict, so that
 * nothing is translated between the two.
 */
export function resultUnion<const K extends string>(
  name: string, description: string, members: Record<K, Type<unknown>>,
) {
  return createUnionType({
    name,
    description,
    types: () => Object.values(members) as Type<unknown>[],
    resolveType: (value: { kind: K }) => members[value.kind],
  });
}
