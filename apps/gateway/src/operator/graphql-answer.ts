import { OperatorError } from './operator-settings.ts';

interface Body {
  readonly data?: Record<string, unknown> | null;
  readonly errors?: readonly {
    readonly message: string; readonly extensions?: { readonly code?: string };
  }[];
}

/**
 * The one field of a GraphQL answer. An expected refusal, a member of a result union with a code,
 * is an error for a command: it was not carried out.
 *
 * @throws OperatorError with the answer's own words.
 */
export function readField(text: string): unknown {
  const { data, errors } = parse(text);
  if (errors && errors.length > 0) {
    throw new OperatorError(errors.map(({ extensions, message }) =>
      `${extensions?.code ?? 'ERROR'}: ${message}`).join(' '));
  }
  const [field] = Object.values(data ?? {});
  const { code, message, field: of } =
    (field ?? {}) as { code?: unknown; message?: unknown; field?: unknown };
  if (typeof code === 'string' && typeof message === 'string') {
    const place = typeof of === 'string' ? `"${of}" ` : '';
    throw new OperatorError(`${code}: ${place}${message}`);
  }
  return field;
}

function parse(text: string): Body {
  try {
    return JSON.parse(text) as Body;
  } catch {
    throw new OperatorError('The answer is not one of this service: check --origin.');
  }
}
