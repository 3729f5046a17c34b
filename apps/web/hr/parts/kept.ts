import { useState } from 'react';

/** The latest value that there was: what is on the screen stays while it is fetched anew. */
export function useKept<T>(value: T | undefined): T | undefined {
  const [kept, setKept] = useState(value);
  if (value !== undefined && value !== kept) setKept(value);
  return value ?? kept;
}
