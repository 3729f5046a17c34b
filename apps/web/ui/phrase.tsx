import { Trans, useLingui } from '@lingui/react/macro';
import { useMemo, useState, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';
import './phrase.css';

const ASKED = 3;
const OFFERED = 4;

interface ShowProps {
  readonly phrase: string;
  /** What somebody has who finds them. */
  readonly found: ReactNode;
  readonly onWritten: () => void;
  /** Draw other words, where nothing hangs on these yet. */
  readonly onOthers?: () => void;
}

/** The twelve words, to be written down. */
export function ShowPhrase({ phrase, found, onWritten, onOthers }: ShowProps) {
  const { i18n } = useLingui();
  const words = phrase.split(' ');
  return (
    <div className="stack">
      <p>
        <Trans>Write these twelve words on paper, in this order. With them you get everything back on
          any device, and without them nobody can, not even us.</Trans>
      </p>
      {i18n.locale !== 'en' && (
        <p className="soft"><Trans>The words are English in every language of this page: they come from a
          public list that is the same everywhere. You need not know what they mean. Copy them letter by
          letter.</Trans></p>
      )}
      <ol className="words" translate="no" lang="en">
        {words.map((word, index) => <li key={`${index} ${word}`}>{word}</li>)}
      </ol>
      {onOthers && (
        <p className="row">
          <span className="soft"><Trans>Chance drew them. Is there one that you do not want to have on
            paper?</Trans></span>
          <Button kind="quiet" onClick={onOthers}><Trans>Draw other words</Trans></Button>
        </p>
      )}
      <Notice kind="info" title={<Trans>Not in a photo, not in the cloud</Trans>}>
        <p>{found}</p>
      </Notice>
      <div>
        <Button kind="primary" onClick={onWritten}><Trans>I have written them down</Trans></Button>
      </div>
    </div>
  );
}

interface QuizProps {
  readonly phrase: string;
  readonly onKnown: () => void;
  readonly onShow: () => void;
}

/** Asks for three of the words, each among four. */
export function PhraseQuiz({ phrase, onKnown, onShow }: QuizProps) {
  const { t } = useLingui();
  const questions = useMemo(() => drawQuestions(phrase.split(' ')), [phrase]);
  const [at, setAt] = useState(0);
  const [missed, setMissed] = useState(false);
  const question = questions[at];
  if (!question) return null;
  const { place, offered, answer } = question;
  const choose = (word: string) => {
    setMissed(word !== answer);
    if (word !== answer) return;
    if (at + 1 === questions.length) onKnown();
    else setAt(at + 1);
  };
  return (
    <div className="stack">
      <p className="soft" role="status">{t`Question ${at + 1} of ${questions.length}`}</p>
      <h2 id="question">{t`Which is word number ${place}?`}</h2>
      <div className="phrase-choices" role="group" aria-labelledby="question" translate="no" lang="en">
        {offered.map((word) => (
          <Button key={word} onClick={() => { choose(word); }}>{word}</Button>
        ))}
      </div>
      {missed && <Notice kind="warn" title={<Trans>It is another one. Look at your paper.</Trans>} />}
      <div><Button kind="quiet" onClick={onShow}><Trans>Show the words again</Trans></Button></div>
    </div>
  );
}

interface Question {
  /** From 1. */
  readonly place: number;
  readonly answer: string;
  readonly offered: readonly string[];
}

function drawQuestions(words: readonly string[]): Question[] {
  const places = shuffled(words.map((_, index) => index)).slice(0, ASKED).sort((a, b) => a - b);
  return places.map((index) => {
    const answer = words[index] ?? '';
    const others = shuffled([...new Set(words)].filter((word) => word !== answer));
    return {
      place: index + 1, answer, offered: shuffled([answer, ...others.slice(0, OFFERED - 1)]) };
  });
}

/** In an order from the CSPRNG. */
function shuffled<T>(items: readonly T[]): T[] {
  const draws = crypto.getRandomValues(new Uint32Array(items.length));
  return items.map((item, index) => ({ item, draw: draws[index] ?? 0 }))
    .sort((a, b) => a.draw - b.draw).map(({ item }) => item);
}
