import { faultOf, type Asked, type Documents, type Given } from './documents.ts';
import type { Line } from './line.ts';
import { askWhole } from './parts.ts';
import { readAnswer, Refusal } from './refusal.ts';

/** What asking the vault takes. */
export interface VaultOptions {
  readonly documents: Documents;
  /** The way there, which all who ask from one page share. */
  readonly line: Line;
  /** `Case …` or `Provider …`; it travels inside the seal. */
  readonly authorization?: string;
}

/** Asks the vault's schema, over a line on which nobody learns who asks, nor what. */
export class VaultClient {
  constructor(protected readonly options: VaultOptions) {}

  /** The same vault as somebody else. */
  as(authorization: string): VaultClient {
    return new VaultClient({ ...this.options, authorization });
  }

  /** @throws Refusal; `TOO_LARGE` when what is asked does not fit; what the line throws. */
  ask<T, V>(document: Asked<T, V>, ...[variables]: Given<V>): Promise<T> {
    return this.askUntil(new AbortController().signal, document, variables);
  }

  /** As `ask`, and given up when `signal` says so. */
  async askUntil<T, V>(signal: AbortSignal, document: Asked<T, V>, variables?: V): Promise<T> {
    const { line, documents, authorization } = this.options;
    const body = JSON.stringify({ ...documents(document), variables });
    try {
      const content = await askWhole(line, {
        method: 'POST', scheme: 'https', authority: 'vault', path: '/graphql',
        headers: [
          ['content-type', 'application/json'],
          ...(authorization ? [['authorization', authorization] as const] : []),
        ],
        content: new TextEncoder().encode(body),
      }, signal);
      const data = readAnswer<T>(new TextDecoder().decode(content));
      if (data === undefined) throw new Refusal('UNREADABLE', 'The answer says nothing.');
      return data;
    } catch (error) {
      throw faultOf(document, error);
    }
  }
}
