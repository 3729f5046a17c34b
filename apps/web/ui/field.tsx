import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import {
  useEffect, useId, useRef, useState, type InputHTMLAttributes, type ReactNode,
  type SelectHTMLAttributes, type SyntheticEvent, type TextareaHTMLAttributes,
} from 'react';
import './field.css';

interface Labelled {
  readonly label: ReactNode;
  /** What to enter, and why; shown before any error. */
  readonly hint?: ReactNode;
  /** What is wrong and what to do; the field is marked invalid with it. */
  readonly error?: ReactNode;
}

/** Text is never cut to fit: `longest` takes the place of the browser's `maxLength`. */
type Own = 'className' | 'style' | 'id' | 'onChange' | 'value' | 'maxLength';

interface FieldProps extends Labelled, Omit<InputHTMLAttributes<HTMLInputElement>, Own> {
  readonly value: string;
  /** Most characters; more stay in the field, are said, and hold its form back. */
  readonly longest?: number;
  /** Why what is typed so far cannot be right: said when it is sent, and holds its form back. */
  readonly unfit?: string | undefined;
  readonly onValue: (value: string) => void;
}

/** A labelled text field; label, hint and error are tied to it for assistive technology. */
export function Field({ label, hint, error: told, onValue, longest, unfit, ...rest }: FieldProps) {
  const { element, error, onInvalid } = useValidity<HTMLInputElement>(
    { value: rest.value, longest, told, unfit });
  const { id, described } = useDescription(hint, error);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <input
        {...rest}
        ref={element}
        id={id}
        aria-describedby={described}
        aria-invalid={error ? true : undefined}
        onInvalid={onInvalid}
        onChange={(event) => { onValue(event.target.value); }}
      />
      <Description id={id} hint={hint} error={error} />
    </div>
  );
}

interface TextAreaProps extends Labelled,
  Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, Own> {
  readonly value: string;
  readonly longest?: number;
  readonly onValue: (value: string) => void;
}

/** A labelled text field of several lines. */
export function TextArea({
  label, hint, error: told, onValue, longest, ...rest
}: TextAreaProps) {
  const { element, error } = useValidity<HTMLTextAreaElement>(
    { value: rest.value, longest, told });
  const { id, described } = useDescription(hint, error);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <textarea
        {...rest}
        ref={element}
        id={id}
        aria-describedby={described}
        aria-invalid={error ? true : undefined}
        onChange={(event) => { onValue(event.target.value); }}
      />
      <Description id={id} hint={hint} error={error} />
    </div>
  );
}

interface SelectProps extends Labelled, Omit<SelectHTMLAttributes<HTMLSelectElement>, Own> {
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly options: readonly { readonly value: string; readonly label: string }[];
}

/** A labelled choice of one, as the platform's own list. */
export function Select({ label, hint, error, onValue, options, ...rest }: SelectProps) {
  const { id, described } = useDescription(hint, error);
  return (
    <div className="field">
      <label htmlFor={id}>{label}</label>
      <select
        {...rest}
        id={id}
        aria-describedby={described}
        aria-invalid={error ? true : undefined}
        onChange={(event) => { onValue(event.target.value); }}
      >
        {options.map((one) => <option key={one.value} value={one.value}>{one.label}</option>)}
      </select>
      <Description id={id} hint={hint} error={error} />
    </div>
  );
}

interface CheckProps extends Labelled {
  readonly checked: boolean;
  readonly onChecked: (checked: boolean) => void;
  readonly disabled?: boolean;
  readonly required?: boolean;
}

/** A labelled box to tick. */
export function Check({ label, hint, error, checked, onChecked, ...rest }: CheckProps) {
  const { id, described } = useDescription(hint, error);
  return (
    <div className="field field-check">
      <input
        {...rest}
        type="checkbox"
        id={id}
        checked={checked}
        aria-describedby={described}
        aria-invalid={error ? true : undefined}
        onChange={(event) => { onChecked(event.target.checked); }}
      />
      <label htmlFor={id}>{label}</label>
      <Description id={id} hint={hint} error={error} />
    </div>
  );
}

interface ChoiceProps extends Labelled {
  readonly name: string;
  readonly value: string;
  readonly onValue: (value: string) => void;
  readonly options: readonly {
    readonly value: string; readonly label: ReactNode; readonly hint?: ReactNode;
  }[];
}

/** Radio buttons under one legend. */
export function Choice({ label, hint, error, name, value, onValue, options }: ChoiceProps) {
  const { id, described } = useDescription(hint, error);
  return (
    <fieldset className="field field-choice" aria-describedby={described}>
      <legend>{label}</legend>
      {options.map((one) => (
        <label key={one.value}>
          <input
            type="radio"
            name={name}
            value={one.value}
            checked={one.value === value}
            onChange={() => { onValue(one.value); }}
          />
          <span>{one.label}{one.hint && <span className="field-hint">{one.hint}</span>}</span>
        </label>
      ))}
      <Description id={id} hint={hint} error={error} />
    </fieldset>
  );
}

interface Typed {
  readonly value: string;
  readonly longest: number | undefined;
  readonly told: ReactNode;
  readonly unfit?: string | undefined;
}

/** What is too long is said by how much, what is unfit once it is sent; neither form is sent. */
function useValidity<Element extends HTMLInputElement | HTMLTextAreaElement>(
  { value, longest, told, unfit }: Typed,
) {
  const { t } = useLingui();
  const element = useRef<Element>(null);
  const [refused, setRefused] = useState<string>();
  const over = longest === undefined ? 0 : value.length - longest;
  const tooLong = over > 0 ? t`${plural(over, {
    one: '# character too many', other: '# characters too many' })}: shorten it.` : undefined;
  const fault = tooLong ?? unfit ?? '';
  useEffect(() => { element.current?.setCustomValidity(fault); }, [fault]);
  const onInvalid = (event: SyntheticEvent) => {
    if (unfit === undefined) return;
    // In the page's own words and place, and not in a bubble of the browser.
    event.preventDefault();
    setRefused(value);
    element.current?.focus();
  };
  const isRefused = unfit !== undefined && refused === value;
  return { element, onInvalid, error: tooLong ?? (isRefused ? unfit : told) };
}

function useDescription(hint: ReactNode, error: ReactNode) {
  const id = useId();
  const parts = [hint ? `${id}-hint` : '', error ? `${id}-error` : ''].filter(Boolean);
  return { id, described: parts.join(' ') || undefined };
}

function Description({ id, hint, error }: { id: string; hint: ReactNode; error: ReactNode }) {
  return (
    <>
      {hint && <p className="field-hint" id={`${id}-hint`}>{hint}</p>}
      {error && <p className="field-error" id={`${id}-error`} role="alert">{error}</p>}
    </>
  );
}
