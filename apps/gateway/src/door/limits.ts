import {
  GraphQLError, Kind, NoSchemaIntrospectionCustomRule, type ASTVisitor, type DocumentNode,
  type SelectionSetNode, type ValidationContext, type ValidationRule,
} from 'graphql';

/** Most levels of fields in a document. */
export const DEEPEST = 8;
/** Most bytes of a GraphQL request's body. */
export const LARGEST_BODY = 128 * 1024;
/** Most tokens of a document. */
export const MOST_TOKENS = 1_500;

const MOST_ALIASES = 15;
const MOST_DIRECTIVES = 5;
const MOST_QUERIES = 5;
const MOST_MUTATIONS = 1;

/** Limits on a document beside its depth; introspection only where the schema is no secret. */
export function documentLimits(introspection: boolean): ValidationRule[] {
  return introspection ? [countedParts] : [countedParts, NoSchemaIntrospectionCustomRule];
}

/**
 * One mutation a request, so that a throttle on requests is one on attempts; few queries, aliases
 * and directives; one operation a document.
 */
function countedParts(context: ValidationContext): ASTVisitor {
  let aliases = 0;
  let directives = 0;
  const refuse = (message: string) => { context.reportError(new GraphQLError(message)); };
  return {
    Document(document) {
      const operations = document.definitions.filter((d) => d.kind === Kind.OPERATION_DEFINITION);
      if (operations.length > 1) refuse('Send one operation in a document.');
      for (const { operation, selectionSet } of operations) {
        const most = operation === 'mutation' ? MOST_MUTATIONS : MOST_QUERIES;
        if (countRoots(selectionSet, document, most + 1) > most) {
          refuse(`Send at most ${most} ${operation === 'mutation' ? 'mutation' : 'queries'} at once.`);
        }
      }
    },
    Field(node) {
      if (!node.alias) return;
      aliases += 1;
      if (aliases === MOST_ALIASES + 1) refuse(`Use at most ${MOST_ALIASES} aliases.`);
    },
    Directive() {
      directives += 1;
      if (directives === MOST_DIRECTIVES + 1) refuse(`Use at most ${MOST_DIRECTIVES} directives.`);
    },
  };
}

/** Fields at the root, fragments opened up; stops counting at `enough`. */
function countRoots(set: SelectionSetNode, document: DocumentNode, enough: number): number {
  let count = 0;
  const open = [set];
  const opened = new Set<string>();
  for (let next = open.pop(); next && count < enough; next = open.pop()) {
    for (const selection of next.selections) {
      if (selection.kind === Kind.FIELD) count += 1;
      else if (selection.kind === Kind.INLINE_FRAGMENT) open.push(selection.selectionSet);
      else if (!opened.has(selection.name.value)) {
        opened.add(selection.name.value);
        const fragment = document.definitions.find((definition) =>
          definition.kind === Kind.FRAGMENT_DEFINITION &&
          definition.name.value === selection.name.value);
        if (fragment?.kind === Kind.FRAGMENT_DEFINITION) open.push(fragment.selectionSet);
      }
    }
  }
  return count;
}
