import { useLingui } from '@lingui/react/macro';
import { Field } from './field.tsx';

/** Fewest characters; every other rule is the server's, which has the dictionaries. */
const SHORTEST = 12;

/** Whether it is worth asking the server: code points are counted, as it does. */
export function isLongEnough(password: string): boolean {
  return Array.from(password).length >= SHORTEST;
}

interface NewPasswordProps {
  readonly label: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  /** The form was sent once: a password that is too short is said so from then on. */
  readonly tried: boolean;
  /** The rule that the server named in its refusal. */
  readonly refused: string | undefined;
}

/** A password that is being chosen: what is asked of it, and which rule it failed. */
export function NewPassword({ label, value, onValue, tried, refused }: NewPasswordProps) {
  const { t } = useLingui();
  const why = useReasons();
  const short = tried && !isLongEnough(value);
  const error = short ? why.TOO_SHORT : refused && (why[refused] ?? why.COMMON);
  return (
    <Field
      label={label} type="password" value={value} onValue={onValue}
      autoComplete="new-password" required
      hint={t`At least 12 characters. Three or four unrelated words are good.`}
      error={error}
    />
  );
}

function useReasons(): Readonly<Record<string, string>> & { readonly TOO_SHORT: string; readonly COMMON: string } {
  const { t } = useLingui();
  return {
    TOO_SHORT: t`At least 12 characters, please.`,
    TOO_LONG: t`At most 256 characters, please.`,
    NOT_TYPEABLE: t`It holds a character that no keyboard types. Type it anew instead of pasting it.`,
    OWN_WORDS: t`It is made of your own name, address, employer or the name of this service. Choose words that have nothing to do with you.`,
    REPEATED: t`It repeats the same characters. Choose three or four unrelated words.`,
    IN_A_ROW: t`It follows the keyboard, the alphabet or a calendar. Choose three or four unrelated words.`,
    COMMON: t`It is one of the passwords that are tried first, or close to one. Choose three or four unrelated words.`,
    UNCHANGED: t`This is the password that you have now. Choose another one.`,
  };
}
