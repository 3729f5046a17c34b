import { z } from 'zod';
import type { Environment } from './config.ts';

/** Somebody who operates a domain, by the name under which her deeds are written down. */
export interface Operator {
  readonly name: string;
  readonly token: string;
}

/** Tokens of named operators, or what is wrong with them. */
type NamedOperators =
  | { readonly kind: 'named'; readonly operators: readonly Operator[] }
  | { readonly kind: 'unfit'; readonly why: string };

const FORM = 'must be names and tokens such as anna=<64 hex digits>,ben=<64 hex digits>';
const NAME = /^[a-z][a-z0-9-]{1,31}$/;
/** How the one is called whose token has no name. */
export const UNNAMED = 'operator';

/**
 * Read `anna=TOKEN,ben=TOKEN`. Each operator has a name and a token of her own, so that what two
 * must do cannot be done by one, and a record says who did it.
 *
 * @param isFit whether a token is long and random enough.
 */
function readNamedOperators(
  text: string, isFit: (token: string) => boolean,
): NamedOperators {
  const operators: Operator[] = [];
  for (const part of text.split(',')) {
    const [, name = '', token = ''] = /^\s*([^=\s]*)\s*=\s*(\S+)\s*$/.exec(part) ?? [];
    if (!NAME.test(name) || name === UNNAMED) return { kind: 'unfit', why: FORM };
    if (!isFit(token)) {
      return { kind: 'unfit', why: `has too weak a token for ${name}: create one with `
        + '`openssl rand -hex 32`' };
    }
    if (operators.some((known) => known.name === name || known.token === token)) {
      return { kind: 'unfit', why: `must give ${name} a name and a token of her own` };
    }
    operators.push({ name, token });
  }
  return { kind: 'named', operators };
}

/** A setting with operators by name, or none. @param isFit whether a token is random enough. */
export function namedOperators(isFit: (token: string) => boolean) {
  return z.string().optional().transform((text, context): readonly Operator[] => {
    const read = text === undefined ? undefined : readNamedOperators(text, isFit);
    if (read?.kind === 'unfit') context.addIssue({ code: 'custom', message: read.why });
    return read?.kind === 'named' ? read.operators : [];
  });
}

/** The environment with each operator's token by her name. */
export function withTokens(env: Environment, operators: readonly Operator[]): Environment {
  const tokens = operators.map(({ name, token }) => [`The token of ${name}`, token] as const);
  return { ...env, ...Object.fromEntries(tokens) };
}

/**
 * Who operates: the named, else the one without a name. Beside names that one's token opens
 * nothing, so that no deed is done by who cannot be told: a start without names has left it in its
 * folder.
 */
export function whoOperates(named: readonly Operator[], token = ''): readonly Operator[] {
  return named.length > 0 ? named : [{ name: UNNAMED, token }];
}
