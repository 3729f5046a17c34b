import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { fontOf, tidyLine } from '#platform/text/printable';
import { Button } from '../../ui/button.tsx';
import { Field } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { useTask } from '../../ui/task.ts';
import { CheckHeadcountsDocument, CreateProgrammeDocument } from '../gql/gateway/graphql.ts';
import { Failure } from './failure.tsx';
import { gateway } from './gateway.ts';
import { HeadcountFile } from './headcount-file.tsx';
import { useProgrammes } from './programmes.tsx';

/** A new programme: its name, its terms, and whom it covers. */
export function CreateProgramme({ onDone }: { onDone: () => void }) {
  const { t } = useLingui();
  const { choose, reload } = useProgrammes();
  const [name, setName] = useState('');
  const [sessions, setSessions] = useState('8');
  const [k, setK] = useState('10');
  const [file, setFile] = useState('');
  const [tried, setTried] = useState(false);
  const odd = oddIn(name);
  const faults = {
    name: name.trim() === '' ? t`Give it a name.`
      : odd === undefined ? undefined : t`No paper can carry this character: ${odd}. Leave it out.`,
    sessions: isBetween(sessions, 1, 40) ? undefined : t`A whole number from 1 to 40.`,
    k: isBetween(k, 10, 100) ? undefined : t`A whole number from 10 to 100.`,
  };
  const create = useTask(async () => {
    // As the service read the file: the browser has no reading of its own that could differ.
    const { checkHeadcounts } = await gateway.ask(
      CheckHeadcountsDocument, { file, programmeId: null });
    const { createProgramme } = await gateway.ask(CreateProgrammeDocument, { input: {
      name: name.trim(), sessionsPerMember: Number(sessions), k: Number(k),
      sites: checkHeadcounts.sites,
    } });
    if (createProgramme.__typename === 'ProgrammeCreated') {
      await reload();
      choose(createProgramme.programme.id);
      onDone();
    }
    return createProgramme;
  });
  const submit = () => {
    setTried(true);
    if (!faults.name && !faults.sessions && !faults.k) void create.run();
  };
  return (
    <>
      <NoNames />
      <Field label={t`Name`} value={name} onValue={setName} required autoComplete="off"
        hint={t`Employees see it, for example “Care for everyone”.`} error={tried && faults.name} />
      <Field label={t`Sessions for each person and year`} inputMode="numeric" value={sessions}
        onValue={setSessions} error={tried && faults.sessions} />
      <Field label={t`Smallest group in a report (k)`} inputMode="numeric" value={k} onValue={setK}
        hint={t`Numbers about fewer people are never published. It can be raised from 10, never lowered.`}
        error={tried && faults.k} />
      <HeadcountFile file={file} onFile={setFile}>
        {create.value?.__typename === 'ProgrammeRefused' && <Refused code={create.value.code} />}
        {create.error !== undefined && <Failure error={create.error} retry={create.run} />}
        <Button kind="primary" busy={create.busy} onClick={submit}>{t`Create the programme`}</Button>
      </HeadcountFile>
    </>
  );
}

function Refused({ code }: { code: string }) {
  const { t } = useLingui();
  const title = code === 'TOO_SMALL' ? t`Too few people.`
    : t`There is another programme of that name. Choose another name.`;
  return <Notice kind="error" title={title} />;
}

function NoNames() {
  return (
    <p>
      <Trans>
        You say how many people work where. You never say who: Sotto keeps no list of your people.
      </Trans>
    </p>
  );
}

function isBetween(text: string, least: number, most: number): boolean {
  return /^\d{1,3}$/.test(text) && Number(text) >= least && Number(text) <= most;
}

/** The first character that no paper can carry; one that nobody sees by its number. */
function oddIn(name: string): string | undefined {
  const odd = [...tidyLine(name)].find((character) => fontOf(character) === null);
  return odd === undefined || /[\p{L}\p{N}\p{P}\p{S}]/u.test(odd) ? odd
    : `U+${odd.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0') ?? ''}`;
}
