import { createContext, useContext, useMemo, type ReactNode } from 'react';
import { codeOf } from '#wallet/refusal';
import { useLoaded, type TaskState } from '../../ui/task.ts';
import { SessionDocument, SignOutDocument, type SessionQuery } from '../gql/gateway/graphql.ts';
import { gateway } from './gateway.ts';
import { useKept } from './kept.ts';
import { mayAsk, type Right } from './rights.ts';

/** The open sign-in of this browser. */
type Session = SessionQuery['session'];

/** Whether somebody is signed in; `away` when that could not be found out. */
export type Door =
  | { readonly kind: 'looking' }
  | { readonly kind: 'out'; readonly ended: boolean }
  | { readonly kind: 'away'; readonly error: unknown }
  | { readonly kind: 'in'; readonly session: Session };

interface Doorway {
  readonly door: Door;
  /** Look again: after signing in or out, or when a sign-in has ended. */
  readonly look: () => Promise<unknown>;
  /** Sign out, and find out that nobody is in; `ended` where nobody asked for it. */
  readonly leave: (ended?: boolean) => Promise<unknown>;
  /** Say that somebody is here, so that the sign-in goes on. */
  readonly stay: () => Promise<unknown>;
}

const LOOKING: Door = { kind: 'looking' };
const DoorContext = createContext<Doorway | undefined>(undefined);

/** Whether somebody was in who has not left by herself. */
let wasIn = false;

async function findSession(): Promise<Session | 'out' | 'ended'> {
  try {
    const { session } = await gateway.ask(SessionDocument);
    gateway.useCsrfToken(session.csrfToken);
    wasIn = true;
    return session;
  } catch (error) {
    if (codeOf(error) !== 'UNAUTHENTICATED') throw error;
    gateway.useCsrfToken(undefined);
    const outcome = wasIn ? 'ended' : 'out';
    wasIn = false;
    return outcome;
  }
}

/** End the sign-in at the gateway; one that has ended already is no fault. */
async function signOut(): Promise<void> {
  try {
    await gateway.ask(SignOutDocument);
  } catch (error) {
    if (codeOf(error) !== 'UNAUTHENTICATED') throw error;
  }
}

/** Knows who is signed in, for everything below it. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const { state, run } = useLoaded(findSession);
  // While it is looked again, whatever is on the screen stays.
  const door = useKept(useMemo(() => doorOf(state), [state])) ?? LOOKING;
  const doorway = useMemo(() => ({
    door, look: run,
    leave: async (ended = false) => {
      // Whoever has left is shown nothing more, heard or not; a person's own press says if it failed.
      await signOut().catch((error: unknown) => { if (!ended) throw error; });
      if (!ended) wasIn = false;
      await run();
    },
    stay: async () => {
      try {
        await gateway.ask(SessionDocument);
      } catch (error) {
        // A passing fault takes nothing from the screen: what is typed there stays.
        if (codeOf(error) === 'UNAUTHENTICATED') await run();
      }
    },
  }), [door, run]);
  return <DoorContext value={doorway}>{children}</DoorContext>;
}

function doorOf(state: TaskState<Session | 'out' | 'ended'>): Door | undefined {
  if (state.kind === 'failed') return { kind: 'away', error: state.error };
  if (state.kind !== 'done') return undefined;
  const { value } = state;
  return typeof value === 'string' ? { kind: 'out', ended: value === 'ended' }
    : { kind: 'in', session: value };
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
