import type { SignedStatement } from '#pseudonym/signed';

/** A signed statement as jobs and schemas carry it: `body` is base64url of what is signed. */
export interface CarriedStatement<Type extends string = string> {
  readonly type: Type;
  readonly body: string;
  readonly signature: string;
}

/** A statement as it is carried. */
export function carried<Type extends string>(
  type: Type, { body, signature }: SignedStatement,
): CarriedStatement<Type> {
  return { type, body: Buffer.from(body, 'utf8').toString('base64url'), signature };
}

/** The text that was signed, of a carried body. */
export function signedText(body: string): string {
  return Buffer.from(body, 'base64url').toString('utf8');
}

/** What a carried body says; whoever has it from elsewhere verifies it first. */
export function saidIn(body: string): unknown {
  return JSON.parse(signedText(body));
}
