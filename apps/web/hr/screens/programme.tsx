import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { DataTable } from '../../ui/data-table.tsx';
import { EmptyState, Notice } from '../../ui/notice.tsx';
import { Page } from '../../ui/page.tsx';
import { useTask } from '../../ui/task.ts';
import { ReplaceHeadcountsDocument } from '../gql/gateway/graphql.ts';
import { ChangeSessions } from '../parts/change-sessions.tsx';
import { Count } from '../parts/count.tsx';
import { CreateProgramme } from '../parts/create-programme.tsx';
import { Failure } from '../parts/failure.tsx';
import { gateway } from '../parts/gateway.ts';
import { HeadcountFile } from '../parts/headcount-file.tsx';
import { PeriodList } from '../parts/period-list.tsx';
import { peopleOf, useProgrammes, type Programme } from '../parts/programmes.tsx';
import { useSession } from '../parts/session.tsx';

/** The programme: whom it covers, its years, and how its headcounts are replaced. */
export default function ProgrammeScreen() {
  const { t } = useLingui();
  const { programme } = useProgrammes();
  const { may, contractEnded } = useSession();
  const [adding, setAdding] = useState(false);
  if (!programme || adding) {
    return (
      <Page title={t`New programme`}>
        {may('createProgramme') ? <CreateProgramme onDone={() => { setAdding(false); }} /> : (
          <EmptyState title={t`There is no programme yet`}>
            {!contractEnded && <Trans>An administrator of your team can create one.</Trans>}
          </EmptyState>
        )}
      </Page>
    );
  }
  return (
    <Page
      title={programme.name}
      aside={may('createProgramme') && (
        <Button onClick={() => { setAdding(true); }}>{t`New programme`}</Button>
      )}
    >
      <Terms programme={programme} />
      <PeriodList programme={programme} />
      <Departments programme={programme} />
      {may('replaceHeadcounts') && <Replacement programme={programme} />}
    </Page>
  );
}

function Terms({ programme }: { programme: Programme }) {
  return (
    <dl className="facts">
      <dt><Trans>People covered</Trans></dt><dd><Count value={peopleOf(programme)} /></dd>
      <dt><Trans>Sessions for each person and year</Trans></dt>
      <dd><ChangeSessions programme={programme} /></dd>
      <dt><Trans>Smallest group in a report (k)</Trans></dt><dd>{programme.k}</dd>
    </dl>
  );
}

function Departments({ programme }: { programme: Programme }) {
  const { t } = useLingui();
  const rows = programme.sites.flatMap((site) => site.departments.map((department) => ({
    site: site.name, ...department,
  })));
  return (
    <section>
      <h2><Trans>Sites and departments</Trans></h2>
      <DataTable
        caption={t`Headcounts by department`}
        hideCaption
        rows={rows}
        keyOf={({ site, name }) => `${site} ${name}`}
        columns={[
          { id: 'department', title: t`Department`, cell: ({ name }) => name },
          { id: 'site', title: t`Site`, cell: ({ site }) => site },
          { id: 'people', title: t`People`, cell: ({ headcount }) => <Count value={headcount} />,
            numeric: true },
        ]}
      />
    </section>
  );
}

function Replacement({ programme }: { programme: Programme }) {
  const { t } = useLingui();
  const { reload } = useProgrammes();
  const [file, setFile] = useState('');
  const replace = useTask(async () => {
    const { replaceHeadcounts } = await gateway.ask(
      ReplaceHeadcountsDocument, { file, programmeId: programme.id });
    if (replaceHeadcounts.__typename === 'HeadcountsReplaced') {
      setFile('');
      await reload();
    }
    return replaceHeadcounts;
  });
  return (
    <section>
      <h2><Trans>Replace the headcounts</Trans></h2>
      <p>
        <Trans>
          Upload all departments again. It counts from the next year that you open: one that is
          open keeps the headcounts that it was opened with.
        </Trans>
      </p>
      {replace.value?.__typename === 'HeadcountsReplaced' && (
        <Notice kind="ok" title={t`The headcounts are replaced.`} />
      )}
      {replace.error !== undefined && <Failure error={replace.error} retry={replace.run} />}
      <HeadcountFile
        file={file} programmeId={programme.id}
        onFile={(next) => { setFile(next); replace.reset(); }}
      >
        <Button kind="primary" busy={replace.busy} onClick={() => { void replace.run(); }}>
          {t`Replace the headcounts`}
        </Button>
      </HeadcountFile>
    </section>
  );
}
