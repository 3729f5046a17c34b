import { useRef, useState } from 'react';

/**
 * What the answer to a deed says of a list as it was answered last: true until another list comes,
 * which may have come since the deed was begun.
 */
export function useSaidOf<T>(list: unknown): readonly [T | undefined, (said: T) => void] {
  const [said, setSaid] = useState<{ readonly list: unknown; readonly what: T }>();
  const latest = useRef(list);
  latest.current = list;
  return [
    said && said.list === list ? said.what : undefined,
    (what) => { setSaid({ list: latest.current, what }); },
  ];
}
