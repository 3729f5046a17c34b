import { concatBytes, utf8ToBytes } from '@noble/hashes/utils.js';
import { BinaryHttpError, type Cursor, encodeVarint } from './varint.ts';

/** Name (lower-case) and value of one field line. */
export type Field = readonly [name: string, value: string];

const MOST_FIELDS = 128;
const NAME = /^[!#$%&'*+.^_`|~0-9a-z-]+$/;
/** Values have no NUL, CR or LF, and no white space at their ends (RFC 9110, 5.5). */
const VALUE = /^(?![ \t])[^\0\r\n]*(?<![ \t])$/;

/** Value of the first field line of a name, which is in lower case; undefined without one. */
export function valueOf(fields: readonly Field[], name: string): string | undefined {
  return fields.find(([field]) => field === name)?.[1];
}

/** Encode field lines (RFC 9292, 3.6), without the length of the section. */
export function encodeFields(fields: readonly Field[]): Uint8Array {
  return concatBytes(...fields.flatMap(([name, value]) => {
    const parts = [checked(name.toLowerCase(), NAME), checked(value, VALUE)].map(utf8ToBytes);
    return parts.flatMap((part) => [encodeVarint(part.length), part]);
  }));
}

/** Decode the field lines of a section of known length: all that the cursor holds. */
export function decodeFields(cursor: Cursor): Field[] {
  const fields: Field[] = [];
  while (!cursor.done) fields.push(field(cursor, cursor.varint(), fields.length));
  return fields;
}

/** Decode field lines up to the zero that ends a section of unknown length (RFC 9292, 3.2). */
export function decodeTerminatedFields(cursor: Cursor): Field[] {
  const fields: Field[] = [];
  for (;;) {
    const length = cursor.varint();
    if (length === 0) return fields;
    fields.push(field(cursor, length, fields.length));
  }
}

/** One field line whose name has the given length. */
function field(cursor: Cursor, nameLength: number, already: number): Field {
  if (nameLength === 0) throw new BinaryHttpError('invalid');
  if (already >= MOST_FIELDS) throw new BinaryHttpError('too-large');
  const name = checked(decode(cursor.take(nameLength)), NAME);
  return [name, checked(decode(cursor.prefixed()), VALUE)];
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new BinaryHttpError('invalid');
  }
}

function checked(text: string, form: RegExp): string {
  if (!form.test(text)) throw new BinaryHttpError('invalid');
  return text;
}
