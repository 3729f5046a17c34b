import {
  GraphQLError, Kind, NoSchemaIntrospectionCustomRule, type ASTVisitor, type SelectionSetNode,
  type ValidationContext, type ValidationRule,
} from 'graphql';

/** Deepest selection that an operation may have. */
export const DEEPEST = 8;
/** Most tokens in a document; parsing stops there. */
export const MOST_TOKENS = 2000;
const MOST_FIELDS = 400;
const MOST_ALIASES = 16;
const MOST_DIRECTIVES = 8;
/** No document of ours has more; anybody may ask, and some answers are signed. */
const MOST_ROOT_FIELDS = 2;

/** Refuses documents that ask for more than any honest client does. */
function limits(context: ValidationContext): ASTVisitor {
  const counts = { fields: 0, aliases: 0, directives: 0 };
  const refuse = (what: string) => {
    context.reportError(new GraphQLError(`This operation has too many ${what}: split it.`));
  };
  return {
    OperationDefinition(node) {
      if (rootFields(context, node.selectionSet).length > MOST_ROOT_FIELDS) refuse('root fields');
    },
    Field(node) {
      counts.fields += 1;
      if (node.alias) counts.aliases += 1;
      if (counts.fields === MOST_FIELDS) refuse('fields');
      if (counts.aliases === MOST_ALIASES) refuse('aliases');
    },
    Directive() {
      counts.directives += 1;
      if (counts.directives === MOST_DIRECTIVES) refuse('directives');
    },
  };
}

/**
 * Names of the fields at the root of an operation, with those of its fragments. A fragment is
 * looked into once: spread again, it asks for no more than it did, for its fields merge.
 */
function rootFields(
  context: ValidationContext, { selections }: SelectionSetNode, seen = new Set<string>(),
): string[] {
  return selections.flatMap((node) => {
    if (node.kind === Kind.FIELD) return [node.name.value];
    if (node.kind === Kind.INLINE_FRAGMENT) return rootFields(context, node.selectionSet, seen);
    const fragment = context.getFragment(node.name.value);
    if (!fragment || seen.has(node.name.value)) return [];
    seen.add(node.name.value);
    return rootFields(context, fragment.selectionSet, seen);
  });
}

/** The rules beyond GraphQL's own; production shows nobody the schema. */
export function validationRules(mode: 'production' | 'demo' | 'test'): ValidationRule[] {
  return mode === 'production' ? [limits, NoSchemaIntrospectionCustomRule] : [limits];
}
