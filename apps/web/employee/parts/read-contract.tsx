import { msg } from '@lingui/core/macro';
import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useMemo, useRef, type ReactNode } from 'react';
import { fourAnswers, type Answer, type Question } from '#wording/answers';
import { identifiers } from '#wording/identifiers';
import type { Language, Span } from '#wording/marks';
import { withoutUnseen } from '#wording/plain';
import { vaguePhrases } from '#wording/vague';

/** More of one kind tell a reader nothing that these do not. */
const MOST_SHOWN = 40;
/** How much of a text is shown on each side of a phrase, in UTF-16 units. */
const ABOUT = 70;

const QUESTIONS: Readonly<Record<Question, ReturnType<typeof msg>>> = {
  'who-views': msg`Who sees what is kept of you?`,
  'when-disclosed': msg`When is it told to somebody else?`,
  'how-kept': msg`How is it kept, and for how long?`,
  'how-withdrawn': msg`How do you take your yes back?`,
};

interface ReadProps {
  readonly text: string;
  readonly language: Language;
}

/** The four answers, the vague phrases, and what tells who somebody is. */
export function ReadContract({ text, language }: ReadProps) {
  const { t } = useLingui();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => { heading.current?.focus(); }, [text, language]);
  const read = useMemo(() => ({
    answers: fourAnswers(text, language),
    vague: once(text, vaguePhrases(text, language)),
    personal: once(text, identifiers(text, language)),
  }), [text, language]);
  return (
    <div className="contract">
      <section>
        <h2 ref={heading} tabIndex={-1}><Trans>What it says</Trans></h2>
        <p className="soft"><Trans>Rules look at words alone. They miss things, and they mark what is well meant: read
          the sentences yourself. This is no legal advice.</Trans></p>
        <Answers text={text} language={language} answers={read.answers} />
      </section>
      <section>
        <h2><Trans>Phrases that could mean anything</Trans></h2>
        <Found count={read.vague.length} none={t`None was found.`}>
          {read.vague.slice(0, MOST_SHOWN).map((mark) => (
            <li key={mark.start}>
              <q lang={language} dir="auto"><Excerpt text={text} mark={mark} /></q>
              <p><Trans>Ask: <span lang={language}>{mark.ask}</span></Trans></p>
            </li>
          ))}
        </Found>
      </section>
      <section>
        <h2><Trans>What tells who somebody is</Trans></h2>
        <Found count={read.personal.length} none={t`Nothing was found.`}>
          {read.personal.slice(0, MOST_SHOWN).map((mark) => (
            <li key={mark.start}>
              <mark dir="auto">{shown(text, mark)}</mark>
              <p><Trans>Before you show the text: <span lang={language}>“{mark.neutral}”</span></Trans></p>
            </li>
          ))}
        </Found>
      </section>
    </div>
  );
}

function Answers({ text, language, answers }: ReadProps & { readonly answers: readonly Answer[] }) {
  const { i18n } = useLingui();
  return (
    <dl className="card answers">
      {answers.map(({ question, sentence }) => (
        <div key={question}>
          <dt>{i18n._(QUESTIONS[question])}</dt>
          <dd>
            {sentence ? <q lang={language} dir="auto">{shown(text, sentence)}</q>
              : <strong><Trans>Not said. Ask before you sign.</Trans></strong>}
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface FoundProps { readonly count: number; readonly none: string; readonly children: ReactNode }

function Found({ count, none, children }: FoundProps) {
  const more = count - MOST_SHOWN;
  if (count === 0) return <p>{none}</p>;
  return (
    <>
      <ul className="found">{children}</ul>
      {more > 0 && <p><Plural value={more} one="And one more." other="And # more." /></p>}
    </>
  );
}

/** A phrase with what is about it; a word that is cut is left out. */
function Excerpt({ text, mark: { start, end } }: { readonly text: string; readonly mark: Span }) {
  const before = text.slice(Math.max(0, start - ABOUT), start).replace(/^.*[\n]|^\S{0,30}\s(?=.{8})/s, '');
  const after = text.slice(end, end + ABOUT).replace(/[\n].*$|(?<=.{8})\s\S{0,30}$/s, '');
  return <>{withoutUnseen(before)}<mark>{shown(text, { start, end })}</mark>{withoutUnseen(after)}</>;
}

/** Part of a text without characters that are not seen, which could turn the page's own words about. */
function shown(text: string, { start, end }: Span): string {
  return withoutUnseen(text.slice(start, end));
}

/** Each phrase once, where it stands first. */
function once<Mark extends Span>(text: string, marks: readonly Mark[]): Mark[] {
  const known = new Set<string>();
  return marks.filter(({ start, end }) => {
    const phrase = text.slice(start, end).toLowerCase();
    return !known.has(phrase) && known.add(phrase);
  });
}
