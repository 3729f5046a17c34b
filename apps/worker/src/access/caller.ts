/** Who may call a field; `public` needs no authorisation at all. */
export type Audience = 'public' | Caller['kind'];

/** A case, known by the secret in a wallet. */
export interface CaseCaller {
  readonly kind: 'case';
  readonly caseId: string;
  readonly programme: string;
}

/** A therapist who is signed in. */
export interface ProviderCaller {
  readonly kind: 'provider';
  readonly providerId: string;
  /** IANA name: a service day is a day there. */
  readonly timeZone: string;
  /** Whether she has a second factor: without one she can set one up, and nothing else. */
  readonly hasFactor: boolean;
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
}
