/** What JSON can hold. */
export type JsonValue =
  | null | boolean | number | string
  | readonly JsonValue[]
  | { readonly [name: string]: JsonValue };

/**
 * One text for one value: JSON with sorted names and no white space (RFC 8785, JCS).
 *
 * @throws TypeError for numbers that are not finite and for anything that JSON cannot hold.
 */
export function canonicalJson(value: JsonValue): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).sort(([left], [right]) => (left < right ? -1 : 1));
    return `{${members.map(([name, member]) =>
      `${JSON.stringify(name)}:${canonicalJson(member)}`).join(',')}}`;
  }
  const finite = typeof value !== 'number' || Number.isFinite(value);
  const text: unknown = finite ? JSON.stringify(value) : undefined;
  if (typeof text !== 'string') throw new TypeError('value has no JSON form');
  return text;
}

/** The same text of what JSON keeps of an object or list: what is undefined is left out. */
export function canonicalOf(value: object): string {
  return canonicalJson(JSON.parse(JSON.stringify(value)) as JsonValue);
}
