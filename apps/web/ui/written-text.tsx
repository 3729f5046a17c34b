import './written-text.css';

/**
 * What somebody else wrote, as text: its lines stay, whichever way it runs it moves nothing around
 * it, and what cannot be shown is marked.
 */
export function WrittenText({ text }: { text: string }) {
  const shown = text.replace(/\r\n?/g, '\n').replace(/(?![\n\t])\p{Cc}/gu, '\uFFFD');
  return <p className="written-text" dir="auto">{shown}</p>;
}
