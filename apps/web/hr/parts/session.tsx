import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { codeOf } from '#wallet/refusal';
import { useLoaded, type TaskState } from '../../ui/task.ts';
import { SessionDocument, type SessionQuery } from '../gql/gateway/graphql.ts';
import { gateway } from './gateway.ts';
import { useKept } from './kept.ts';
import { mayAsk, type Right } from './rights.ts';

/** The open sign-in of this browser. */
type Session = SessionQuery['session'];

/** Whether somebody is signed in; `away` when that could not be found out. */
export type Door =
  | { readonly kind: 'looking' }
  | { readonly kind: 'out' }
  | { readonly kind: 'away'; readonly error: unknown }
  | { readonly kind: 'in'; readonly session: Session };

interface Doorway {
  readonly door: Door;
  /** Look again: after signing in or out, or when a sign-in has ended. */
  readonly look: () => Promise<unknown>;
}

const LOOKING: Door = { kind: 'looking' };
const DoorContext = createContext<Doorway | undefined>(undefined);

async function findSession(): Promise<Session | undefined> {
  try {
    const { session } = await gateway.ask(SessionDocument);
    gateway.useCsrfToken(session.csrfToken);
    return session;
  } catch (error) {
    if (codeOf(error) !== 'UNAUTHENTICATED') throw error;
    gateway.useCsrfToken(undefined);
    return undefined;
  }
}

/** Knows who is signed in, for everything below it. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const { state, run } = useLoaded(findSession);
  // While it is looked again, whatever is on the screen stays.
  const door = useKept(useMemo(() => doorOf(state), [state])) ?? LOOKING;
  const doorway = useMemo(() => ({ door, look: run }), [door, run]);
  return <DoorContext value={doorway}>{children}</DoorContext>;
}

function doorOf(state: TaskState<Session | undefined>): Door | undefined {
  if (state.kind === 'failed') return { kind: 'away', error: state.error };
  if (state.kind !== 'done') return undefined;
  return state.value ? { kind: 'in', session: state.value } : { kind: 'out' };
}

/** Whether somebody is signed in, and the way to look again. */
export function useDoor(): Doorway {
  const doorway = useContext(DoorContext);
  if (!doorway) throw new Error('no SessionProvider is above this');
  return doorway;
}

/** Who is signed in; only below a screen that has found out. */
export function useSession(): Session & { readonly may: (right: Right) => boolean } {
  const { door } = useDoor();
  if (door.kind !== 'in') throw new Error('nobody is signed in here');
  const { session } = door;
  return { ...session, may: (right) => mayAsk(session.user.role, right, session.contractEnded) };
}
