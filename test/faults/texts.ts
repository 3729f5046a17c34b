import {
  getNamedType, isEnumType, isInputObjectType, isListType, isNonNullType, isObjectType, isUnionType,
  type GraphQLArgument, type GraphQLField, type GraphQLInputType, type GraphQLSchema,
} from 'graphql';

/** One place of a schema where a caller's text goes in. */
export interface TextPlace {
  /** `registerProvider: input.licences.0.number`. */
  readonly name: string;
  /** As an error must name it. */
  readonly place: string;
  readonly document: string;
  /** Arguments of which every one is of its type, with `text` in that place. */
  variables(text: string): Record<string, unknown>;
}

type Path = readonly (string | number)[];

/** Every place for a text in the arguments of a schema's queries and mutations. */
export function textPlaces(schema: GraphQLSchema): TextPlace[] {
  const roots = [['query', schema.getQueryType()], ['mutation', schema.getMutationType()]] as const;
  return roots.flatMap(([kind, type]) =>
    Object.entries(type?.getFields() ?? {}).flatMap(([name, field]) => {
      const document = documentFor(kind, name, field);
      return pathsIn(field.args).map((path) => ({
        name: `${name}: ${path.join('.')}`,
        // The one argument of most fields is no name that a caller knows.
        place: (path[0] === 'input' ? path.slice(1) : path).join('.'),
        document,
        variables: (text: string) => Object.fromEntries(field.args.map((arg) =>
          [arg.name, filled(arg.type, [arg.name], path, text)])),
      }));
    }));
}

function documentFor(
  kind: string, name: string, field: GraphQLField<unknown, unknown>,
): string {
  const declared = field.args.map((arg) => `$${arg.name}: ${String(arg.type)}`).join(', ');
  const passed = field.args.map((arg) => `${arg.name}: $${arg.name}`).join(', ');
  const type = getNamedType(field.type);
  const selection = isUnionType(type) || isObjectType(type) ? '{ __typename }' : '';
  return `${kind} (${declared}) { ${name}(${passed}) ${selection} }`;
}

function pathsIn(args: readonly GraphQLArgument[]): Path[] {
  return args.flatMap(({ name, type }) => pathsOf(type, [name]));
}

function pathsOf(type: GraphQLInputType, path: Path): Path[] {
  const bare = isNonNullType(type) ? type.ofType : type;
  if (isListType(bare)) return pathsOf(bare.ofType as GraphQLInputType, [...path, 0]);
  if (isInputObjectType(bare)) {
    return Object.values(bare.getFields())
      .flatMap((field) => pathsOf(field.type, [...path, field.name]));
  }
  return ['String', 'ID'].includes(getNamedType(bare).name) ? [path] : [];
}

/** A value of a type, with `text` at `target` and something harmless elsewhere. */
function filled(type: GraphQLInputType, path: Path, target: Path, text: string): unknown {
  const bare = isNonNullType(type) ? type.ofType : type;
  if (isListType(bare)) {
    return [filled(bare.ofType as GraphQLInputType, [...path, 0], target, text)];
  }
  if (isInputObjectType(bare)) {
    return Object.fromEntries(Object.values(bare.getFields()).map((field) =>
      [field.name, filled(field.type, [...path, field.name], target, text)]));
  }
  if (isEnumType(bare)) return bare.getValues()[0]?.name;
  if (path.join('.') === target.join('.')) return text;
  return { Int: 1, Float: 1, Boolean: true }[getNamedType(bare).name] ?? 'x';
}
