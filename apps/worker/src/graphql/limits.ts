import {
  GraphQLError, NoSchemaIntrospectionCustomRule, type ASTVisitor, type ValidationContext,
  type ValidationRule,
} from 'graphql';
import { rootFields } from './root-fields.ts';

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
      const fields = rootFields(node.selectionSet, (name) => context.getFragment(name));
      if (fields.length > MOST_ROOT_FIELDS) refuse('root fields');
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

/** The rules beyond GraphQL's own; production shows nobody the schema. */
export function validationRules(mode: 'production' | 'demo' | 'test'): ValidationRule[] {
  return mode === 'production' ? [limits, NoSchemaIntrospectionCustomRule] : [limits];
}
