import { readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';

/** A file that a command was given cannot be used. One line: the path as it was typed, the cure. */
export class UserFileError extends Error {
  override readonly name = 'UserFileError';
}

const LARGEST = 1_048_576;
const WHY: Partial<Record<string, string>> = {
  ENOENT: 'there is no such file',
  ENOTDIR: 'there is no such file: a part of the path is no folder',
  EACCES: 'may not be read by this account: change its mode, or copy it',
  EPERM: 'may not be read by this account: change its mode, or copy it',
  EISDIR: 'is a folder: name the file in it',
};

/** Variables of the environment. */
type Variables = Readonly<Record<string, string | undefined>>;

/** A path as the user typed it, from where she called npm: that runs us in the project's folder. */
export function userPath(path: string, env: Variables = process.env): string {
  return resolve(env['INIT_CWD'] ?? process.cwd(), path);
}

/**
 * What a JSON file of the user's holds: UTF-8 or UTF-16, with or without a byte order mark.
 *
 * @throws UserFileError for a file that is not there, too large, empty, no text or no JSON.
 */
export function readUserJson(path: string, env: Variables = process.env): unknown {
  const text = decoded(path, bytesOf(path, env));
  if (text.trim() === '') throw new UserFileError(`${path} is empty: write one JSON object in it.`);
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const place = /\(line (\d+) column (\d+)\)/.exec((error as Error).message);
    const [, line, column] = place ?? [];
    const broken = line ? undefined : brokenLine(text);
    const where = line ? ` at line ${line}, column ${column ?? ''}`
      : broken ? ` at line ${broken}` : ' at its end';
    throw new UserFileError(
      `${path} is no JSON${where}: check quotation marks, commas and brackets there.`);
  }
}

/** The first line that no JSON goes on with; undefined where only an end is missing. */
function brokenLine(text: string): number | undefined {
  const lines = text.split('\n');
  const isBroken = (count: number) => {
    const start = lines.slice(0, count).join('\n');
    try {
      JSON.parse(start);
      return false;
    } catch (error) {
      const { message } = error as Error;
      const [, at] = /position (\d+)/.exec(message) ?? [];
      return at ? Number(at) < start.length : !message.startsWith('Unexpected end');
    }
  };
  if (!isBroken(lines.length)) return undefined;
  // Once it is broken nothing that follows mends it.
  let [whole, broken] = [0, lines.length];
  while (broken - whole > 1) {
    const middle = Math.floor((whole + broken) / 2);
    if (isBroken(middle)) broken = middle;
    else whole = middle;
  }
  return broken;
}

function bytesOf(path: string, env: Variables): Buffer {
  const file = userPath(path, env);
  try {
    const stat = statSync(file);
    if (stat.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
    if (stat.size > LARGEST) {
      throw new UserFileError(
        `${path} has ${stat.size} bytes, more than ${LARGEST}: is it the right file?`);
    }
    return readFileSync(file);
  } catch (error) {
    if (error instanceof UserFileError) throw error;
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    throw new UserFileError(`${path}: ${WHY[code] ?? `cannot be read (${code})`}.`);
  }
}

/** The text of a file. A text that begins with a character of ASCII shows its encoding by zeros. */
function decoded(path: string, bytes: Buffer): string {
  const [first, second] = bytes;
  const isLittle = (first === 0xff && second === 0xfe) || (bytes.length > 1 && second === 0);
  const isBig = (first === 0xfe && second === 0xff) || (bytes.length > 1 && first === 0);
  const encoding = isLittle ? 'utf-16le' : isBig ? 'utf-16be' : 'utf-8';
  try {
    // A byte order mark is left out by the decoder.
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new UserFileError(`${path} is not text in UTF-8: save it again with that encoding.`);
  }
}
