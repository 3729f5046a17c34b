import {
  getNamedType, isEnumType, isInputObjectType, isListType, isNonNullType, type GraphQLArgument,
  type GraphQLInputType,
} from 'graphql';

/** One hostile request: what was done to the honest one, and the variables that came of it. */
export interface Hostile {
  readonly what: string;
  readonly variables: Record<string, unknown>;
}

/** Stands in every hostile text: an answer that contains it has echoed what was sent. */
export const MARKER = 'zq9mark7';

const OVERSIZED = 40_000;

/** Texts that break what was not written with care. */
const TEXTS: readonly [string, string][] = [
  ['an empty text', ''],
  ['a statement of SQL', `${MARKER}'; DROP TABLE nullifier; --`],
  ['a message with a semicolon', `first; ${MARKER}; last`],
  ['a template', `\${${MARKER}} {{7*7}} %s %n $1`],
  ['markup', `<script>${MARKER}</script>`],
  ['a path', `../../${MARKER}/etc/passwd`],
  ['a zero byte', `${MARKER}\u0000${MARKER}`],
  ['half a surrogate pair', `${MARKER}\ud800`],
  ['controls and directions', `${MARKER}\u202e\u0007\r\n\t\u2028`],
  ['a prototype\'s name', `__proto__ ${MARKER}`],
  ['oversized text', MARKER.repeat(OVERSIZED / MARKER.length)],
];

/** What is no text, in the place of one. */
const ODDITIES: readonly [string, unknown][] = [
  ['null', null],
  ['a number', 7],
  ['a huge number', 1e308],
  ['a truth', true],
  ['a list', [MARKER]],
  ['an object', JSON.parse(`{"${MARKER}": "${MARKER}", "__proto__": {"admin": true}}`)],
];

const NUMBERS: readonly [string, unknown][] = [
  ['zero', 0], ['minus one', -1], ['a large number', 2_147_483_647], ['too large a number', 2 ** 53],
  ['a fraction', 1.5], ['a text', MARKER], ['null', null],
];

/**
 * Every hostile version of an honest request: each argument and each field of its inputs left out,
 * and replaced by each hostile value; lists emptied and overfilled; unknown fields added.
 */
export function hostileVersions(
  args: readonly GraphQLArgument[], honest: Record<string, unknown>,
): Hostile[] {
  return args.flatMap(({ name, type }) => [
    { what: `${name} left out`, variables: without(honest, name) },
    ...versions(type, honest[name], name).map(([what, value]) => (
      { what, variables: { ...honest, [name]: value } })),
  ]);
}

function versions(type: GraphQLInputType, honest: unknown, path: string): [string, unknown][] {
  const bare = isNonNullType(type) ? type.ofType : type;
  if (isListType(bare)) return listVersions(bare.ofType as GraphQLInputType, honest, path);
  const named = getNamedType(bare);
  if (isInputObjectType(named)) {
    const object = (honest ?? {}) as Record<string, unknown>;
    const inner = Object.values(named.getFields()).flatMap((field) => [
      ...(field.name in object
        ? [[`${path}.${field.name} left out`, without(object, field.name)] as [string, unknown]] : []),
      ...versions(field.type, object[field.name], `${path}.${field.name}`)
        .map(([what, value]): [string, unknown] => [what, { ...object, [field.name]: value }]),
    ]);
    const strange: [string, unknown] = [`${path} with a field of ours`, { ...object, [MARKER]: 1 }];
    return [...inner, strange, [`${path} is null`, null], [`${path} is a text`, MARKER]];
  }
  const values = ['Int', 'Float'].includes(named.name) ? NUMBERS
    : named.name === 'Boolean' ? ODDITIES
      : isEnumType(named) ? [...ODDITIES, TEXTS[1]!] : [...TEXTS, ...ODDITIES];
  return values.map(([what, value]) => [`${path} is ${what}`, value]);
}

function listVersions(item: GraphQLInputType, honest: unknown, path: string): [string, unknown][] {
  const [first, ...rest] = Array.isArray(honest) ? (honest as unknown[]) : [];
  return [
    [`${path} is empty`, []],
    [`${path} is overfull`, Array.from({ length: 1_001 }, () => first)],
    [`${path} is null`, null],
    [`${path} holds null`, [null]],
    ...versions(item, first, `${path}[0]`)
      .map(([what, value]): [string, unknown] => [what, [value, ...rest]]),
  ];
}

function without(object: Record<string, unknown>, name: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== name));
}
