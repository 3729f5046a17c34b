import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

/** TCP_LISTEN in /proc/net/tcp (include/net/tcp_states.h). */
const LISTEN = '0A';
/** __SO_ACCEPTCON in the flags of /proc/net/unix. */
const ACCEPTS = 0x10000;

/** The processes below one, itself included. */
export function processesUnder(pid: number): number[] {
  const children = read(`/proc/${pid}/task/${pid}/children`).split(' ').filter(Boolean).map(Number);
  return [pid, ...children.flatMap(processesUnder)];
}

/** The processes below one whose command line has these words in it. */
export function findProcess(under: number, words: string): number | undefined {
  return processesUnder(under).find((pid) => read(`/proc/${pid}/cmdline`).includes(words));
}

/** Addresses on which a process accepts connections: TCP, or a UNIX socket's path. */
export function listeningOn(pid: number): string[] {
  const own = new Set(readdirSync(`/proc/${pid}/fd`).map((fd) => link(`/proc/${pid}/fd/${fd}`)));
  return listeners().filter(({ inode }) => own.has(`socket:[${inode}]`))
    .map(({ address }) => address);
}

function listeners(): { inode: string; address: string }[] {
  const tcp = ['tcp', 'tcp6'].flatMap((name) => rows(`/proc/net/${name}`))
    .filter((fields) => fields[3] === LISTEN)
    .map((fields) => ({ address: fields[1] ?? '', inode: fields[9] ?? '' }));
  const unix = rows('/proc/net/unix')
    .filter((fields) => (Number.parseInt(fields[3] ?? '0', 16) & ACCEPTS) !== 0)
    .map((fields) => ({ address: fields[7] ?? 'unnamed', inode: fields[6] ?? '' }));
  return [...tcp, ...unix];
}

function rows(file: string): string[][] {
  return read(file).split('\n').slice(1).filter(Boolean).map((line) => line.trim().split(/\s+/));
}

/** A process may end while it is looked at. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

function link(file: string): string {
  try {
    return readlinkSync(file);
  } catch {
    return '';
  }
}

/** The ports of both ends of a process's TCP connections. */
export function connectionsOf(pid: number): { local: number; remote: number }[] {
  const own = new Set(readdirSync(`/proc/${pid}/fd`).map((fd) => link(`/proc/${pid}/fd/${fd}`)));
  const portOf = (address = '') => Number.parseInt(address.split(':')[1] ?? '0', 16);
  return ['tcp', 'tcp6'].flatMap((name) => rows(`/proc/net/${name}`))
    .filter((fields) => fields[3] !== LISTEN && own.has(`socket:[${fields[9] ?? ''}]`))
    .map((fields) => ({ local: portOf(fields[1]), remote: portOf(fields[2]) }));
}
