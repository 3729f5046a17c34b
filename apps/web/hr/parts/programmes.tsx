import { createContext, useContext, useMemo, useState, type ReactNode } from 'react';
import { useLoaded } from '../../ui/task.ts';
import { ProgrammesDocument, type ProgrammePartsFragment } from '../gql/gateway/graphql.ts';
import { Failure } from './failure.tsx';
import { gateway } from './gateway.ts';
import { useKept } from './kept.ts';
import { Waiting } from './waiting.tsx';

/** A programme as every screen knows it. */
export type Programme = ProgrammePartsFragment;

interface Chosen {
  readonly programmes: readonly Programme[];
  /** The one that the screens are about; none before the first is created. */
  readonly programme: Programme | undefined;
  readonly choose: (id: string) => void;
  readonly reload: () => Promise<unknown>;
}

const ProgrammesContext = createContext<Chosen | undefined>(undefined);

/** Knows the employer's programmes, for everything below it. */
export function ProgrammesProvider({ children }: { children: ReactNode }) {
  const { state, run } = useLoaded(() => gateway.ask(ProgrammesDocument));
  const [id, setId] = useState<string>();
  const last = useKept(state.kind === 'done' ? state.value.programmes : undefined);
  const chosen = useMemo((): Chosen => {
    const programmes = last ?? [];
    const programme = programmes.find((one) => one.id === id) ?? programmes[0];
    return { programmes, programme, choose: setId, reload: run };
  }, [last, id, run]);
  if (state.kind === 'failed') return <Failure error={state.error} retry={run} />;
  if (!last) return <Waiting />;
  return <ProgrammesContext value={chosen}>{children}</ProgrammesContext>;
}

/** The employer's programmes, and the one that is looked at. */
export function useProgrammes(): Chosen {
  const chosen = useContext(ProgrammesContext);
  if (!chosen) throw new Error('no ProgrammesProvider is above this');
  return chosen;
}

/** Everybody whom a programme covers. */
export function peopleOf({ sites }: Pick<Programme, 'sites'>): number {
  return sites.flatMap((site) => site.departments)
    .reduce((sum, { headcount }) => sum + headcount, 0);
}
