import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { useEffect, useRef, useState } from 'react';
import { Button } from './button.tsx';
import { Dialog } from './dialog.tsx';
import { lastUse, noteUse, watchUse } from './last-use.ts';

const MINUTE_MS = 60_000;
const LOOK_EVERY_MS = 1_000;
/** So long before the end it is told. */
const WARNED_MS = 2 * MINUTE_MS;

interface IdleEndProps {
  /** A sign-in that is not used for so many minutes ends. */
  readonly minutes: number;
  /** Tell the server that somebody is here. */
  readonly stay: () => unknown;
  /** Sign out: nobody was here. */
  readonly end: () => unknown;
}

/**
 * Signs out whoever has left: told two minutes before, with a way to stay. While she types, the
 * server hears of it now and then, so that what is typed is never met by an ended sign-in.
 */
export function IdleEnd({ minutes, stay, end }: IdleEndProps) {
  const { t } = useLingui();
  const [leftMs, setLeftMs] = useState<number>();
  const isWarned = leftMs !== undefined;
  const latest = useRef({ stay, end, isWarned });
  latest.current = { stay, end, isWarned };
  const heard = useRef(Date.now());
  const isOver = useRef(false);
  useEffect(() => {
    const idleMs = minutes * MINUTE_MS;
    const here = () => {
      if (Date.now() - heard.current < idleMs / 3) return;
      heard.current = Date.now();
      void latest.current.stay();
    };
    // Who is asked answers by the button: a hand that brushes the mouse is no answer.
    const stop = watchUse(() => latest.current.isWarned, here);
    const look = () => {
      const left = lastUse() + idleMs - Date.now();
      if (left <= 0 && !isOver.current) {
        isOver.current = true;
        void latest.current.end();
      }
      setLeftMs(left > 0 && left <= WARNED_MS ? left : undefined);
    };
    noteUse();
    const timer = setInterval(look, LOOK_EVERY_MS);
    document.addEventListener('visibilitychange', look);
    return () => {
      stop();
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [minutes]);
  const remain = () => {
    noteUse();
    heard.current = Date.now();
    setLeftMs(undefined);
    void stay();
  };
  return (
    <Dialog
      open={isWarned} title={t`Are you still there?`} keep={t`Stay signed in`} onClose={remain}
      actions={<Button kind="quiet" onClick={() => { void end(); }}>{t`Sign out now`}</Button>}
    >
      <p>
        <Plural
          value={Math.ceil((leftMs ?? WARNED_MS) / MINUTE_MS)}
          one="Nothing was done here for a while: you are signed out in less than a minute."
          other="Nothing was done here for a while: you are signed out in less than # minutes."
        />{' '}
        <Trans>What you have typed here and not sent is lost then.</Trans>
      </p>
    </Dialog>
  );
}
