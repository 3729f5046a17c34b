import type { JobContract } from '#contracts/contract';

/** What a contract's job carries. */
export type PayloadOf<C> = C extends JobContract<infer T> ? T : never;
