import { existsSync } from 'node:fs';
import { dirname } from 'node:path';

/** What each fault of the file system means, and what to do. */
const FAULTS: Readonly<Record<string, string>> = {
  EACCES: 'may not be used by this account: give it to this account (chown, chmod), or name another',
  EPERM: 'belongs to another account: give it to this one (chown), or name another',
  EROFS: 'lies on a file system that can be read only: name another folder',
  ENOTDIR: 'cannot be used, a file stands where a folder is needed: move that file away, or name '
    + 'another folder',
  EEXIST: 'is a file where a folder is needed: move it away, or name another folder',
  ERR_FS_EISDIR: 'is a folder where a file is needed: move it away, or name another',
  EISDIR: 'is a folder where a file is needed: move it away, or name another',
  ENOENT: 'cannot be made, the folder that it belongs in is not there: make that one, or name another',
  ENOSPC: 'cannot be written, the disk is full: make room on it, or name a folder on another',
  EDQUOT: 'cannot be written, this account\'s share of the disk is used up: make room, or name another',
  EFBIG: 'cannot be written, it would be larger than this account may make files (ulimit -f)',
  EIO: 'cannot be read or written, the disk has a fault: replace it, and restore a backup',
  EMFILE: 'cannot be opened, this account may open no more files (ulimit -n)',
  ENFILE: 'cannot be opened, this machine has too many files open',
  ENAMETOOLONG: 'has too long a name: name a folder nearer to the root',
  ELOOP: 'is a link that leads back to itself: remove it, or name another',
};
/** What programs such as initdb write of the same, in the system's words. */
const WORDS: readonly (readonly [words: RegExp, code: string])[] = [
  [/No space left on device/i, 'ENOSPC'], [/Permission denied/i, 'EACCES'],
  [/Operation not permitted|wrong ownership/i, 'EPERM'], [/Read-only file system/i, 'EROFS'],
  [/Not a directory/i, 'ENOTDIR'], [/File exists/i, 'EEXIST'], [/File too large/i, 'EFBIG'],
  [/Disk quota exceeded/i, 'EDQUOT'], [/Input\/output error/i, 'EIO'],
  [/Too many open files/i, 'EMFILE'],
];

/** Where the system itself decides what there is, such as below /proc. */
const TAKES_NONE = 'cannot be made, the system takes nothing new in the folder that it belongs in: '
  + 'name a folder elsewhere';

/** Whether a folder cannot be made though the one above it is there. */
function takesNone(error: unknown): boolean {
  const { code, path, syscall } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' && syscall === 'mkdir' && path !== undefined && existsSync(dirname(path));
}

/**
 * One line on a fault of the file system, with the path and the cure; undefined for an error that
 * is none.
 */
export function fileFault(error: unknown): string | undefined {
  const { code = '', path, syscall } = error as NodeJS.ErrnoException;
  const meaning = takesNone(error) ? TAKES_NONE : FAULTS[code];
  if (meaning === undefined || syscall === undefined || syscall === 'listen') return undefined;
  return path === undefined
    ? `Something on the disk ${meaning} (${code}).` : `${path} ${meaning} (${code}).`;
}

/**
 * What a program that failed said of its reason: the line with the error and not what it did
 * afterwards, and the cure where the words are known.
 */
export function reasonOf(said: string): string {
  const lines = said.trim().split('\n').map((line) => line.trim()).filter(Boolean);
  const reason = lines.find((line) => /\b(error|FATAL|PANIC)\b|could not/.test(line)) ?? lines.at(-1) ?? '';
  const [, code] = WORDS.find(([words]) => words.test(said)) ?? [];
  const cure = code === undefined ? undefined : FAULTS[code]?.split(': ').at(-1);
  return cure ? `${reason} (${cure})` : reason;
}
