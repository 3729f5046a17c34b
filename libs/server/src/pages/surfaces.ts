import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import type { Organisations } from '#platform/settings/config';
import type { MeanGaps } from '#platform/settings/mean-gaps';
import type { Succession } from '#pseudonym/succession';

/** The three surfaces; also the first part of their addresses. */
export const SURFACES = ['hr', 'employee', 'therapist'] as const;
export type Surface = (typeof SURFACES)[number];
/** Those that speak to the vault alone, by sealed requests: a courier serves them. */
export const COURIER_SURFACES = ['employee', 'therapist'] as const;

/** What a page is told about the service that serves it. */
export interface PageSettings {
  /** Base of its routes. */
  readonly base: string;
  /** The vault's Ed25519 public key, hex. */
  readonly vaultKey: string;
  /** Mean gaps between beats, for tests; pages have their own. */
  readonly beats?: MeanGaps;
  /** Who runs what. */
  readonly organisations: Organisations;
  /** Where the gateway is, for claiming; left out where it serves the page. */
  readonly gateway?: string;
  /** Where members' page is; left out where it is beside this one. */
  readonly courier?: string;
  /** Keys of the vault that the one before has signed. */
  readonly successions: readonly Succession[];
}

/** Bytes as they are, and as brotli (RFC 7932). */
export interface Served { readonly plain: Buffer; readonly brotli: Buffer }

/** A surface as it was built. */
export interface BuiltSurface {
  readonly folder: string;
  /** Paths within the folder that may be asked for. */
  readonly files: ReadonlySet<string>;
  readonly page: Served;
  /** SHA-256, hex, of every file as it is served: for whoever wants to compare. */
  readonly manifest: Served;
}

const PLACE = '<meta name="sotto-settings" content="{}">';

/** Read a surface, and write the settings into its page; undefined where it was not built. */
export function readSurface(
  webFolder: string, surface: Surface, settings: PageSettings,
): BuiltSurface | undefined {
  const folder = join(webFolder, surface);
  if (!existsSync(join(folder, 'files.json'))) return undefined;
  const hashes = JSON.parse(readFileSync(join(folder, 'files.json'), 'utf8')) as
    Record<string, string>;
  const page = fill(readFileSync(join(folder, 'index.html'), 'utf8'), settings);
  hashes['index.html'] = createHash('sha256').update(page).digest('hex');
  const files = Object.keys(hashes).filter((path) => path !== 'index.html');
  return {
    folder, files: new Set(files),
    page: served(page), manifest: served(`${JSON.stringify(hashes, null, 2)}\n`),
  };
}

function fill(html: string, settings: PageSettings): string {
  if (!html.includes(PLACE)) throw new Error('a page has no place for its settings');
  const text = JSON.stringify(settings).replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return html.replace(PLACE, PLACE.replace('{}', text));
}

function served(text: string): Served {
  const plain = Buffer.from(text);
  return { plain, brotli: brotliCompressSync(plain) };
}
