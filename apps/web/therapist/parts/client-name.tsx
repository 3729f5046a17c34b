import { useLingui } from '@lingui/react/macro';

interface ClientNameProps {
  /** Null: a client who brought a credit, and has no name here at all. */
  readonly handle: string | null | undefined;
  readonly colour: string | null | undefined;
}

/** A client as her therapist knows her: a handle and a colour, never initials. */
export function ClientName({ handle, colour }: ClientNameProps) {
  const { t } = useLingui();
  return (
    <span className="client-name">
      <svg className="client-colour" viewBox="0 0 20 20" aria-hidden="true">
        {colour
          ? <circle cx="10" cy="10" r="8" fill={colour} />
          : <circle cx="10" cy="10" r="8" fill="none" strokeDasharray="3 3" />}
      </svg>
      <span>{handle ?? t`Paper credit`}</span>
    </span>
  );
}
