import {
  GraphQLError, Kind, NoSchemaIntrospectionCustomRule, type ASTVisitor,
  type FragmentDefinitionNode, type OperationDefinitionNode, type SelectionNode,
  type ValidationContext, type ValidationRule, type VariableDefinitionNode,
} from 'graphql';
import { rootFields } from './root-fields.ts';

/** Most levels of fields in a document. */
export const DEEPEST = 8;
/** Most tokens of a document: parsing stops there. */
export const MOST_TOKENS = 1_500;
/** How a document is read: parsing and checking it both come to an end. */
export const READING = {
  parseOptions: { maxTokens: MOST_TOKENS }, validateOptions: { maxErrors: 5 },
} as const;

const MOST_MUTATIONS = 1;
/** No document of ours has a third of the parts or aliases. */
const MOST = { parts: 300, aliases: 15, directives: 5 } as const;

/** What differs between the two schemas. */
export interface DocumentLimits {
  /** Most fields at the root of a query. */
  readonly queries: number;
  /** Whether anybody may read the schema. */
  readonly introspection: boolean;
}

/** The rules beyond GraphQL's own; depth is limited beside them. */
export function documentLimits({ queries, introspection }: DocumentLimits): ValidationRule[] {
  const limits: ValidationRule = (context) => limitsOf(context, queries);
  return introspection ? [limits] : [limits, NoSchemaIntrospectionCustomRule];
}

/**
 * One operation a document and one mutation in it, so that a throttle on requests is one on
 * attempts; few queries, parts, aliases and directives.
 */
function limitsOf(context: ValidationContext, queries: number): ASTVisitor {
  const refuse = (message: string) => { context.reportError(new GraphQLError(message)); };
  return {
    Document({ definitions }) {
      const operations = definitions.filter(({ kind }) => kind === Kind.OPERATION_DEFINITION);
      if (operations.length > 1) refuse('Send one operation in a document.');
    },
    OperationDefinition(node) {
      const [most, what] = node.operation === 'mutation'
        ? [MOST_MUTATIONS, 'mutation'] : [queries, 'queries'];
      const roots = rootFields(node.selectionSet, (name) => context.getFragment(name));
      if (roots.length > most) refuse(`Send no more than ${most} ${what} in a request.`);
      const counts = countsOf(node, context);
      for (const part of ['parts', 'aliases', 'directives'] as const) {
        if (counts[part] > MOST[part]) refuse(`Use no more than ${MOST[part]} ${part}.`);
      }
    },
  };
}

/**
 * What an operation has: parts are its fields and fragments. A fragment counts as often as it is
 * spread, however few letters that takes; counting ends with too many parts, so a circle ends too.
 */
function countsOf(operation: OperationDefinitionNode, context: ValidationContext) {
  const counts = { parts: 0, aliases: 0, directives: 0 };
  const open: (OperationDefinitionNode | FragmentDefinitionNode | VariableDefinitionNode
    | SelectionNode)[] = [operation, ...operation.variableDefinitions ?? []];
  for (let node = open.pop(); node && counts.parts <= MOST.parts; node = open.pop()) {
    counts.directives += node.directives?.length ?? 0;
    if (node.kind === Kind.VARIABLE_DEFINITION) continue;
    counts.parts += 1;
    if (node.kind === Kind.FRAGMENT_SPREAD) {
      const fragment = context.getFragment(node.name.value);
      if (fragment) open.push(fragment);
      continue;
    }
    if (node.kind === Kind.FIELD && node.alias) counts.aliases += 1;
    open.push(...node.selectionSet?.selections ?? []);
  }
  return counts;
}
