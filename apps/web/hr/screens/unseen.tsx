import { Plural, Trans, useLingui } from '@lingui/react/macro';
import facts from 'virtual:schema-facts';
import { Page } from '../../ui/page.tsx';

/** What HR can never see, and all that she can ask: both made from the committed schemas. */
export default function UnseenScreen() {
  const { t } = useLingui();
  return (
    <Page title={t`What you can never see`}>
      <p>
        <Trans>
          Not “may not”: cannot. The service is split in two. The side that you use knows your team,
          your programme and your invoices. The other side, the vault, knows care and no names. It
          listens to nobody; it hands out signed reports every three months, and that is all.
        </Trans>
      </p>
      <div className="grid never">
        <section className="card">
          <h2><Trans>About a person</Trans></h2>
          <ul>
            <li><Trans>who claimed a code letter</Trans></li>
            <li><Trans>who saw a therapist, with whom, when, how often or why</Trans></li>
            <li><Trans>who stopped, or never began</Trans></li>
            <li><Trans>what anybody wrote or said</Trans></li>
          </ul>
          <p className="soft"><Trans>No page tells whether a letter was claimed. Whoever has its code and
            enters it learns that, and takes the letter if nobody has it: its member then finds it
            taken.</Trans></p>
        </section>
        <section className="card">
          <h2><Trans>About a group</Trans></h2>
          <ul>
            <li>
              <Trans>any number about fewer than k people, or that leaves out fewer than k</Trans>
            </li>
            <li><Trans>numbers of a week, a month or a day of your choice</Trans></li>
            <li><Trans>a filter, a drill-down or a comparison of your own</Trans></li>
            <li><Trans>anything before the day of its release</Trans></li>
          </ul>
        </section>
      </div>
      <Asked />
      <Kept />
    </Page>
  );
}

function Asked() {
  const reads = facts.asked.filter((fact) => fact.reads);
  return (
    <section>
      <h2><Trans>All that these pages can ask for</Trans></h2>
      <p>
        <Trans>
          These <Plural value={reads.length} one="# question" other="# questions" />, and no others:
          the service refuses any that this page was not built with. The list was made from its
          schema when the page was built.
        </Trans>
      </p>
      <dl className="facts-list" lang="en">
        {reads.map(({ name, meaning, fields }) => (
          <div key={name}>
            <dt className="mono">{name}</dt>
            <dd>{meaning} <span className="soft mono">{fields.join(', ')}</span></dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

function Kept() {
  const { t } = useLingui();
  return (
    <section>
      <h2><Trans>What exists only in the vault</Trans></h2>
      <p>
        <Trans>
          None of these <Plural value={facts.kept.length} one="# thing" other="# things" /> is named
          in the schema that your side speaks. There is no field that leads to them, for any role.
        </Trans>
      </p>
      <details>
        <summary>{t`Show the list`}</summary>
        <dl className="facts-list" lang="en">
          {facts.kept.map(({ name, meaning, fields }) => (
            <div key={name}>
              <dt className="mono">{name}</dt>
              <dd>{meaning} <span className="soft mono">{fields.join(', ')}</span></dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  );
}
