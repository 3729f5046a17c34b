/**
 * Who may call a field; `public` needs no authorisation at all, `wallet` a case secret with which a
 * case may or may not have been opened.
 */
export type Audience = 'public' | 'wallet' | Caller['kind'];

/** A case, known by the secret in a wallet. */
export interface CaseCaller {
  readonly kind: 'case';
  readonly caseId: string;
  readonly programme: string;
}

/** Whoever has a case secret, before or after a case was opened with it. */
export interface WalletCaller {
  /** Hash of the secret, by which its case is or will be known; 64 hex digits. */
  readonly caseKey: string;
  readonly caseId: string | null;
}

/** A therapist who is signed in. */
export interface ProviderCaller {
  readonly kind: 'provider';
  readonly providerId: string;
  /** IANA name: a service day is a day there. */
  readonly timeZone: string;
  /** SHA-256 of the session token, for signing out. */
  readonly tokenHash: Uint8Array;
}

/** Whoever runs the vault. */
export interface OperatorCaller {
  readonly kind: 'operator';
  /** By her token. */
  readonly name: string;
}

/** Whoever stands behind the inner `authorization` header. */
export type Caller = CaseCaller | ProviderCaller | OperatorCaller;

/** What a GraphQL operation is executed with. */
export interface CallContext {
  /** The inner `authorization` header as it came, if any. */
  readonly authorization: string | undefined;
  /** Who it is, found out once and only when a field asks. */
  caller?: Caller;
  /** The same, of a field that is for wallets. */
  wallet?: WalletCaller;
}
