import { useLingui } from '@lingui/react/macro';
import { kindOfCode, type CodeKind } from '#pseudonym/other-codes';

/**
 * For a field that takes codes of some kinds: says of another kind what it is and where it goes;
 * undefined for what may stand there.
 */
export function useOtherCode(own: readonly CodeKind[]): (text: string) => string | undefined {
  const { t } = useLingui();
  return (text) => {
    const kind = kindOfCode(text);
    if (kind === null || own.includes(kind)) return undefined;
    switch (kind) {
      case 'letter': return t`This is the code of a letter. An employee enters it on the employees’ page, at “I have a letter with a code”.`;
      case 'credit': return t`This is a session as a code. It is for a therapist, who redeems it on her page.`;
      case 'words': return t`These are the twelve words of an employee, or of a therapist for her messages. They bring everything back on the page on which they were shown, and belong nowhere else.`;
      case 'recovery': return t`This is a recovery code of an account. HR and therapists enter it at their sign-in, in place of the app’s code.`;
      case 'app': return t`These are six digits of an authenticator app. HR and therapists enter them at their sign-in.`;
      case 'invitation': return t`This is an invitation to an HR team. It is opened on the page of HR.`;
    }
  };
}
