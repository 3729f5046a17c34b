import { allow } from '#server/access/allow';

/** Who may use a field. HR roles include the ones before them. */
export type Audience = 'public' | 'hr:viewer' | 'hr:billing' | 'hr:admin' | 'member' | 'operator';

/** Say who may use a query or mutation. The gateway does not start with a field that is silent. */
export const Allow = allow<Audience>;
