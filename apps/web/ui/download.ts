/** Hand a file to the person, made here: nothing is fetched, so there is nothing to tell of it. */
export function download(
  name: string, type: string, content: string | Uint8Array<ArrayBuffer>,
): void {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has begun by the next task; the address is not needed after it.
  setTimeout(() => { URL.revokeObjectURL(url); }, 0);
}
