import { readFileSync } from 'node:fs';
import { ConfigError, refuseMisspelt, type Environment } from './config.ts';
import { userPath } from '../process/user-files.ts';

/** A line that sets something, as shells write it too. */
const ASSIGNMENT = /^(?:export\s+)?([A-Za-z_][\w.-]*)\s*=\s*(.*)$/;
/** A value in one kind of quotation marks, and nothing behind it but a comment. */
const QUOTED = /^(["'`])(.*)\1\s*(?:#.*)?$/;

/**
 * The settings in a file of lines `NAME=value`, however an editor saved it: with a byte order mark,
 * in UTF-16, with CRLF; `export` before a name, spaces around `=`, quotation marks around a value,
 * empty lines and comments. What is none of that is refused and not passed over, since a setting
 * that is not read would be one that is not there.
 *
 * @throws ConfigError naming the file and the line, but no value.
 */
export function readEnvFile(path: string): Record<string, string> {
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new ConfigError(`The file of settings ${path} cannot be read (${code ?? 'fault'}): `
      + 'check its name, and that this account may read it.');
  }
  const settings: Record<string, string> = {};
  for (const [index, raw] of decode(bytes, path).split(/\r\n|\n|\r/).entries()) {
    const line = raw.trim();
    if (line === '' || line.startsWith('#')) continue;
    const place = `Line ${index + 1} of ${path}`;
    const [, name, text] = ASSIGNMENT.exec(line) ?? [];
    if (name === undefined || text === undefined) {
      throw new ConfigError(`${place} is not of the form NAME=value: mend it, or begin it with #.`);
    }
    const value = valueOf(text, `${place}, ${name},`);
    if (Object.hasOwn(settings, name) && settings[name] !== value) {
      throw new ConfigError(`${place} sets ${name} a second time, to something else: keep one.`);
    }
    settings[name] = value;
  }
  return settings;
}

/**
 * An environment with the settings of files; what it sets itself goes before.
 *
 * @throws ConfigError for a file that cannot be read, or a name in it that is not a setting's.
 */
export function withEnvFiles(env: Environment, files: readonly string[]): Environment {
  let whole: Environment = env;
  for (const file of files) {
    const settings = readEnvFile(userPath(file, env));
    refuseMisspelt(settings, true);
    const given = Object.entries(whole).filter(([, value]) => value);
    whole = { ...settings, ...Object.fromEntries(given) };
  }
  return whole;
}

function decode(bytes: Buffer, path: string): string {
  const [first, second] = bytes;
  // Without a byte order mark, ASCII in UTF-16 has a zero in every other byte.
  const isLittle = (first === 0xff && second === 0xfe) || (first !== 0 && second === 0);
  const isBig = (first === 0xfe && second === 0xff) || (first === 0 && second !== 0);
  const encoding = isLittle ? 'utf-16le' : isBig ? 'utf-16be' : 'utf-8';
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    if (!text.includes('\0')) return text;
  } catch {
    // Told below, as a text with zeros is.
  }
  throw new ConfigError(`${path} is not a text file: save it as UTF-8, one NAME=value a line.`);
}

function valueOf(text: string, place: string): string {
  const quoted = QUOTED.exec(text);
  if (quoted) return quoted[2] ?? '';
  if (/^["'`]/.test(text)) {
    throw new ConfigError(`${place} opens a quotation mark and does not close it on this line.`);
  }
  if (/^[\u2018-\u201f\u00ab\u00bb]/.test(text)) {
    throw new ConfigError(`${place} has typographic quotation marks: use " or ', or none.`);
  }
  // As shells do: a comment begins after a space; a # within a password is part of it.
  return text.replace(/(^|\s+)#.*$/, '').trim();
}
