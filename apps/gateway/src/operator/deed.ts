import { InvalidArgumentError, type Command } from 'commander';
import type { Table } from './table.ts';

/** Asks a domain's schema for one field; refusals are thrown with the domain's own words. */
export type Ask = <T>(query: string, variables?: object) => Promise<T>;

/** What a command acts on. */
export interface Domains {
  readonly gateway: Ask;
  readonly vault: Ask;
  /** Where therapists open their page, as far as is known here. */
  readonly therapistPage: string;
  /** The vault's public key, to be pinned: as it is known here, or as its own seed gives it. */
  readonly vaultKey: () => Promise<string>;
  /** Sign the vault's next public key by its present seed. */
  readonly signNextKey: (key: string) => Promise<string>;
}

/** Options of a command as they were typed; switches are true. */
export type Options = Readonly<Record<string, string | undefined>>;

/** What a command prints: `data` with `--json`, else the words and tables. */
export interface Shown {
  readonly data: unknown;
  readonly text: readonly (string | Table)[];
}

/** One command of the operator. */
export interface Deed {
  /** As it is typed: `employer create`. */
  readonly name: string;
  readonly about: string;
  /** Options of an example that can be typed as it stands. */
  readonly example: string;
  /** Declares the options. */
  readonly options?: (command: Command) => Command;
  readonly run: (domains: Domains, options: Options) => Promise<Shown>;
}

/** Commands about one thing, under one heading of the table of contents. */
export interface Chapter {
  readonly title: string;
  readonly deeds: readonly Deed[];
}

/** Check an option that counts; it stays a text. @throws InvalidArgumentError for another. */
export function whole(text: string): string {
  if (/^[1-9]\d{0,3}$/.test(text) && Number(text) <= 1_000) return text;
  throw new InvalidArgumentError('Give a whole number from 1 to 1000.');
}

/** Check an option that is a running number; it stays a text. @throws InvalidArgumentError. */
export function running(text: string): string {
  if (/^[1-9]\d{0,8}$/.test(text)) return text;
  throw new InvalidArgumentError('Give a number of the list, such as 120.');
}
