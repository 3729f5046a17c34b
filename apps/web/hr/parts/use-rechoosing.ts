import { useEffect, type RefObject } from 'react';

/**
 * A file field in which a mended file of the same name can be chosen again: a browser tells of no
 * change then. So it is emptied when somebody opens it, and shows the file of before when she
 * chooses none; between the two it shows what is chosen.
 */
export function useRechoosing(field: RefObject<HTMLInputElement | null>): void {
  useEffect(() => {
    const input = field.current;
    if (!input) return undefined;
    let before: FileList | undefined;
    const empty = () => {
      const kept = new DataTransfer();
      for (const file of input.files ?? []) kept.items.add(file);
      before = kept.files;
      input.value = '';
    };
    const putBack = () => { if (before && before.length > 0) input.files = before; };
    input.addEventListener('click', empty);
    input.addEventListener('cancel', putBack);
    return () => {
      input.removeEventListener('click', empty);
      input.removeEventListener('cancel', putBack);
    };
  }, [field]);
}
