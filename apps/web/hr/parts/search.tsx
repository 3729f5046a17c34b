import { Trans, useLingui } from '@lingui/react/macro';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { Dialog } from '../../ui/dialog.tsx';
import { Field } from '../../ui/field.tsx';
import { usePlaces } from './places.ts';
import { useProgrammes } from './programmes.tsx';

interface Found {
  readonly to: string;
  readonly label: string;
  readonly detail: string;
}

/** Search over the screens, departments and periods: all of it is on this page already. */
export default function SearchDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const [text, setText] = useState('');
  const [, navigate] = useLocation();
  const found = useFound(text);
  const go = (to: string | undefined) => {
    if (to === undefined) return;
    onClose();
    navigate(to);
  };
  return (
    <Dialog open title={t`Search`} keep={t`Close`} onClose={onClose}>
      <form onSubmit={(event) => { event.preventDefault(); go(found[0]?.to); }}>
        <Field
          label={t`What are you looking for?`}
          // No search field: there Escape empties it, and the dialog stays.
          inputMode="search"
          value={text}
          onValue={setText}
          autoComplete="off"
          autoFocus
        />
      </form>
      <p className="visually-hidden" role="status">{t`${found.length} found`}</p>
      <ul className="found">
        {found.map(({ to, label, detail }) => (
          <li key={`${to} ${label}`}>
            <button type="button" onClick={() => { go(to); }}>
              <strong>{label}</strong> <span className="soft">{detail}</span>
            </button>
          </li>
        ))}
      </ul>
      {found.length === 0 && (
        <p>
          <Trans>Nothing by that name. Try the name of a screen, a department or a year.</Trans>
        </p>
      )}
    </Dialog>
  );
}

function useFound(text: string): Found[] {
  const { t } = useLingui();
  const places = usePlaces();
  const { programmes } = useProgrammes();
  const wanted = fold(text);
  const all = [
    ...places.map(({ to, label, words }) => ({ to, label, detail: '', words })),
    ...programmes.flatMap((programme) => [
      { to: '/programme', label: programme.name, detail: t`Programme`, words: '' },
      ...programme.sites.flatMap((site) => site.departments.map((department) => ({
        to: '/programme', label: `${site.name}: ${department.name}`, detail: t`Department`,
        words: '',
      }))),
      ...programme.periods.map((period) => ({
        to: '/usage', label: period.label, detail: t`Period`, words: '',
      })),
    ]),
  ];
  return all.filter((one) => fold(`${one.label} ${one.words}`).includes(wanted)).slice(0, 12);
}

/** Without case and accents, so that "periodo" finds "período". */
function fold(text: string): string {
  return text.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().trim();
}
