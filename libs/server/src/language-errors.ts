import { GraphQLError } from 'graphql';

/** How GraphQL begins to say that a variable does not fit; what follows quotes its value. */
const VARIABLE = /^Variable "(\$\w{1,60})"/;
/** What the language says of a caller's arguments at last, when a field is about to be run. */
const ARGUMENT = /^Argument "/;

/** The language's own messages, without the values that they quote and the names they suggest. */
export function withoutValues(message: string): string {
  const [, variable] = VARIABLE.exec(message) ?? [];
  if (variable) return `The variable ${variable} is not of its type.`;
  return message
    .replace(/\s*Did you mean[^]*$/, '')
    .replace(/\bvalue: [^]*$/, 'value.')
    .replace(/\b(String|BlockString|Int|Float) "[^]*"/, '$1')
    .replace(/^Value "[^]*" does not exist/, 'This value does not exist');
}

/**
 * Whether an error is the language's word on what a caller sent. While fields are run, all else is
 * a fault of ours, such as a value that does not fit its type: its message would quote our data.
 */
export function isOfTheDocument(error: Error, path: GraphQLError['path']): error is GraphQLError {
  return error instanceof GraphQLError && (path === undefined || ARGUMENT.test(error.message));
}
