import { Trans, useLingui } from '@lingui/react/macro';
import { useRef, useState } from 'react';
import { Button } from '../../ui/button.tsx';
import { Choice, Select } from '../../ui/field.tsx';
import { EmptyState } from '../../ui/notice.tsx';
import { useLoaded } from '../../ui/task.ts';
import type { Modality } from '#wallet/gql/vault/graphql';
import type { Directory } from '../parts/practices.ts';
import { Screen } from '../parts/screen.tsx';
import { Trouble, troubleOf } from '../parts/trouble.tsx';
import { Waiting } from '../parts/waiting.tsx';
import { WhoSees } from '../parts/who-sees.tsx';
import { languageName, MODALITIES, placeName } from '../parts/words.ts';
import {
  earliestOpenings, firstTurn, hasDeclined, secondTurn, type Opening,
} from '#wallet/care';
import { today } from '../device/clock.ts';
import {
  choicesOf, licensedIn, suits, type Practice, type Wishes,
} from '#wallet/directory';
import { paysFrom } from '#wallet/left';
import { codeOf } from '#wallet/refusal';
import type { Wallet } from '#wallet/wallet';
import { ConfirmBooking } from './confirm-booking.tsx';
import { Openings } from './openings.tsx';

/** Three questions, then some free times. Who fits is worked out on the device. */
export default function Times({ wallet, directory }: { wallet: Wallet; directory: Directory }) {
  const { t } = useLingui();
  const [wishes, setWishes] = useState<Wishes>();
  return (
    <>
      {directory.kind === 'busy' && (
        <Screen title={t`Find a time`} back="/">
          <Waiting label={t`Fetching the whole directory`} />
        </Screen>
      )}
      {directory.kind === 'failed' && (
        <Screen title={t`Find a time`} back="/">
          <Trouble kind={isOld(directory.error) ? 'old-directory' : troubleOf(directory.error)}>
            <p><Trans>The list of therapists is asked for again by itself, every minute, and not when
              you look for a time: nobody learns from it that you do.</Trans></p>
          </Trouble>
        </Screen>
      )}
      {directory.kind === 'there' && !wishes && (
        <Questions
          before={wallet.content.wishes}
          practices={directory.practices}
          onAnswered={(answered) => {
            setWishes(answered);
            void wallet.change(() => ({ wishes: answered }));
          }}
        />
      )}
      {directory.kind === 'there' && wishes && (
        <Found
          wallet={wallet}
          practices={licensedIn(directory.practices, wishes.jurisdiction, today())}
          wishes={wishes}
          onWishes={setWishes}
          onBack={() => { setWishes(undefined); }}
        />
      )}
    </>
  );
}

function isOld(error: unknown): boolean {
  return codeOf(error) === 'OLD_DIRECTORY';
}

interface QuestionsProps {
  readonly before: Wishes | null;
  readonly practices: readonly Practice[];
  readonly onAnswered: (wishes: Wishes) => void;
}

function Questions({ before, practices, onAnswered }: QuestionsProps) {
  const { t, i18n } = useLingui();
  const places = choicesOf(practices, ({ licences }) => licences.map((one) => one.jurisdiction));
  // What was wished for before holds only while it can be seen among the choices.
  const among = (choices: readonly string[], ...wished: (string | undefined)[]) =>
    wished.find((one) => one !== undefined && choices.includes(one));
  const [place, setPlace] = useState(among(places, before?.jurisdiction) ?? places[0] ?? '');
  const spoken = choicesOf(practices, ({ languages }) => languages);
  const [language, setLanguage] = useState(before
    ? among(spoken, before.languages[0]) ?? '' : among(spoken, i18n.locale) ?? '');
  const [modality, setModality] = useState<Modality | ''>(before?.modality ?? '');
  const answer = () => {
    onAnswered({
      jurisdiction: place, languages: language ? [language] : [], modality: modality || null,
      gender: null, speciality: null,
    });
  };
  if (places.length === 0) {
    return (
      <Screen title={t`Find a time`} back="/">
        <EmptyState title={t`No therapist is listed yet`}>
          <p><Trans>Look again tomorrow. Your sessions stay on this device.</Trans></p>
        </EmptyState>
      </Screen>
    );
  }
  return (
    <Screen title={t`Three questions`} back="/">
      <form className="stack" onSubmit={(event) => { event.preventDefault(); answer(); }}>
        <Select
          label={t`1. Where will you be during the sessions?`}
          hint={t`A therapist has to be licensed there.`}
          value={place}
          onValue={setPlace}
          options={places.map((one) => ({ value: one, label: placeName(one, i18n.locale) }))}
        />
        <Select
          label={t`2. Which language do you want to speak?`}
          value={language}
          onValue={setLanguage}
          options={[
            { value: '', label: t`Any` },
            ...spoken.map((one) => ({ value: one, label: languageName(one, i18n.locale) })),
          ]}
        />
        <Choice
          label={t`3. How do you want to meet?`}
          name="modality"
          value={modality}
          onValue={(one) => { setModality(one as Modality | ''); }}
          options={[
            { value: '', label: t`It is all the same to me` },
            ...Object.entries(MODALITIES).map(([one, label]) => ({ value: one, label: i18n._(label) })),
          ]}
        />
        <div><Button kind="primary" type="submit"><Trans>Show the earliest times</Trans></Button></div>
      </form>
      <WhoSees
        employer={t`nothing.`}
        therapist={t`nothing. Nobody is told that you looked.`}
        nobody={t`your wishes: the whole directory is on this device, and the choice is made here. The closed side of the service is told the place and whose times you see, and no name.`}
      />
    </Screen>
  );
}

interface FoundProps {
  readonly wallet: Wallet;
  /** All who are licensed where the person is. */
  readonly practices: readonly Practice[];
  readonly wishes: Wishes;
  readonly onWishes: (wishes: Wishes) => void;
  readonly onBack: () => void;
}

function Found({ wallet, practices, wishes, onWishes, onBack }: FoundProps) {
  const { t } = useLingui();
  const [chosen, setChosen] = useState<Opening>();
  const { openings, asked, anew, more } = useOpenings(wallet, practices, wishes);
  const declined = practices.filter(({ id }) => hasDeclined(wallet, id));
  const leftOut = declined.map(({ name }) => name).join(', ');
  const practice = practices.find(({ id }) => id === chosen?.providerId);
  if (chosen && practice) {
    return (
      <ConfirmBooking
        wallet={wallet}
        opening={chosen}
        practice={practice}
        jurisdiction={wishes.jurisdiction}
        onBack={(since) => {
          setChosen(undefined);
          if (since !== 'unchanged') anew(since === 'gone' ? chosen : undefined);
        }}
      />
    );
  }
  return (
    <Screen title={t`The earliest times`} back={onBack}>
      {openings.busy && <Waiting label={t`Asking for free times`} />}
      {openings.error !== undefined && (
        <Trouble kind={troubleOf(openings.error)} onRetry={() => { void openings.run(); }} />
      )}
      {leftOut && (
        <p className="soft"><Trans>Not among them, taking no more sessions with you: {leftOut}.</Trans></p>
      )}
      {openings.value && (
        <>
          <Openings
            openings={openings.value}
            practices={practices}
            wishes={wishes}
            from={paysFrom(wallet)}
            onWishes={onWishes}
            onChosen={setChosen}
          />
          <Asked asked={asked} all={practices.length - declined.length} onMore={more} />
        </>
      )}
    </Screen>
  );
}

/** Free times of the therapists who can be asked about today: of half of them, then of the rest. */
function useOpenings(wallet: Wallet, practices: readonly Practice[], wishes: Wishes) {
  const suiting = practices.filter((one) => suits(one, wishes));
  const [turns, setTurns] = useState(() => [firstTurn(wallet, suiting, practices)]);
  const found = useRef(new Map<number, readonly Opening[]>());
  // The vault shows until midnight what was taken since: not again to somebody who has tried.
  const tried = useRef(new Set<string>());
  const openings = useLoaded(async () => {
    for (const [turn, group] of turns.entries()) {
      if (found.current.has(turn)) continue;
      found.current.set(turn, await earliestOpenings(wallet, group, wishes.jurisdiction));
    }
    return [...found.current.values()].flat().filter(({ slot }) => !tried.current.has(slot.id))
      .sort((a, b) => (a.slot.startsAt < b.slot.startsAt ? -1 : 1));
  }, turns.length);
  const next = turns.length > 1 ? [] : secondTurn(wallet, turns.flat(), suiting, practices);
  return {
    openings, asked: turns.flat().length,
    more: next.length > 0 ? () => { setTurns([...turns, next]); } : undefined,
    anew: (gone?: Opening) => {
      if (gone) tried.current.add(gone.slot.id);
      found.current.clear();
      void openings.run();
    },
  };
}

interface AskedProps {
  readonly asked: number;
  readonly all: number;
  readonly onMore: (() => void) | undefined;
}

/** Whose times these are, why not all are there, and who else can be asked about today. */
function Asked({ asked, all, onMore }: AskedProps) {
  return (
    <section className="stack">
      <p className="soft"><Trans>You see some times only, as they were free at midnight, so that nobody
        can tell from this list who has booked. Tomorrow others come in.</Trans></p>
      {asked < all && (
        <p className="soft"><Trans>These are the times of {asked} of {all} therapists, drawn by lot on
          this device. You can see a dozen new ones a day.</Trans></p>
      )}
      {onMore && <div><Button onClick={onMore}><Trans>Ask other therapists too</Trans></Button></div>}
    </section>
  );
}
